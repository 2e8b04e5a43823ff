package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.OtherTree;
import io.quantumvault.acceptance.dsl.Qv;
import io.quantumvault.owner.Poll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Building, on a tree with a Maven that does what the test wants. */
class BuildIT {
  private OtherTree tree;

  @BeforeEach
  void tree() throws Exception {
    tree = OtherTree.create();
  }

  @AfterEach
  void discard() throws Exception {
    tree.discard();
  }

  /** The trees below are built by a Maven that only copies; this is what the real one is told. */
  @Test
  void everyPartOfTheProgramGoesIntoTheFolderTheBuildIsGiven() throws Exception {
    String pom = Files.readString(Qv.here().root().resolve("standalone/launcher/pom.xml"));
    assertThat(Pattern.compile("<outputDirectory>(.*?)</outputDirectory>").matcher(pom).results())
        .extracting(found -> found.group(1))
        .contains("${quantumvault.dist}/lib", "${quantumvault.dist}/kms/aws")
        .allMatch(folder -> folder.startsWith("${quantumvault.dist}/"));
  }

  @Test
  void aRunningSystemKeepsItsProgramWhateverIsBuilt() throws Exception {
    Installation system = Installation.of(tree.qv());
    try {
      system.up();
      Path first = tree.current();
      assertThat(commandLine(system.mainProcess())).contains(first + "/lib/*");

      tree.edit();
      tree.builds("fails");
      Path nowhere = tree.root().resolve("other-data");
      var failed = build(nowhere);
      assertThat(failed.exit()).isNotZero();
      assertThat(failed.err().lines()).singleElement().asString().contains("the build failed");
      assertThat(nowhere).doesNotExist();
      assertThat(tree.current()).isEqualTo(first);
      assertThat(tree.dists()).containsExactly(first);
      assertThat(system.run("status").exit()).isZero();

      tree.buildsNoLonger("fails");
      build(nowhere);
      assertThat(tree.current()).isNotEqualTo(first);
      signerIsStartedAgain(system);
      assertThat(system.run("status").exit()).isZero();
      assertThat(system.run("env").exit()).isZero();
      system.down();
      assertThat(system.processes()).isEmpty();

      tree.edit();
      build(nowhere);
      assertThat(first).as("nobody uses it any more").doesNotExist();
      assertThat(tree.dists()).containsExactly(tree.current());
    } finally {
      system.discard();
    }
  }

  private static void signerIsStartedAgain(Installation system) throws Exception {
    ProcessHandle signer = signer(system);
    signer.destroyForcibly();
    Poll.until(
        Duration.ofMinutes(2),
        "another signer that is ready",
        () ->
            system.processes().stream().anyMatch(p -> isSigner(p) && p.pid() != signer.pid())
                && system.run("status").exit() == 0);
  }

  private static ProcessHandle signer(Installation system) {
    return system.processes().stream().filter(BuildIT::isSigner).findFirst().orElseThrow();
  }

  private static boolean isSigner(ProcessHandle process) {
    return commandLine(process).contains("SignerApplication");
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (java.io.IOException e) {
      return "";
    }
  }

  @Test
  void whatIsEditedDuringABuildIsBuiltByTheNext() throws Exception {
    tree.builds("edits");
    build(tree.root().resolve("data"));
    tree.buildsNoLonger("edits");
    assertThat(tree.jdks()).hasSize(1);

    build(tree.root().resolve("data"));
    assertThat(tree.jdks()).as("an edited source").hasSize(2);
    build(tree.root().resolve("data"));
    assertThat(tree.jdks()).as("nothing edited").hasSize(2);
  }

  @Test
  void theJdkThatIsNamedReachesMaven() throws Exception {
    String jdk = System.getProperty("java.home");
    tree.qv().with("QV_JAVA_HOME", jdk).start("up", "--frobnicate").end();

    assertThat(tree.jdks()).containsExactly(jdk);
  }

  @Test
  void aJdkOfAnotherReleaseIsRefusedByName() throws Exception {
    Path jdk = jdk("26.0.1", "#!/bin/sh\n");

    var result = tree.qv().with("QV_JAVA_HOME", jdk.toString()).start("up").end();

    assertThat(result.exit()).isNotZero();
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains(jdk.toString(), "26", "release 25");
    assertThat(tree.jdks()).isEmpty();
    assertThat(tree.root().resolve(".quantumvault")).doesNotExist();
  }

  @Test
  void aJdkOnThePathIsFound() throws Exception {
    Path jdk = jdk("25.0.1", "#!/bin/sh\necho called; exit 7\n");

    var result =
        tree.qv()
            .with("QV_JAVA_HOME", "")
            .with("JAVA_HOME", "")
            .with("PATH", jdk.resolve("bin") + ":" + tree.qv().environment().get("PATH"))
            .start("recover")
            .end();

    assertThat(result.out()).isEqualTo("called\n");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(tree.jdks()).containsExactly(jdk.toString());
  }

  private Path jdk(String version, String java) throws Exception {
    tree.program("javac", "#!/bin/sh\n");
    tree.program("java", java);
    Path jdk = tree.root().resolve("jdk");
    Files.move(tree.root().resolve("bin"), Files.createDirectories(jdk).resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.createDirectories(tree.root().resolve("bin"));
    Files.move(jdk.resolve("bin/mvn"), tree.root().resolve("bin/mvn"));
    return jdk;
  }

  @Test
  void whereNothingIsBuiltAskingAndStoppingDoNotBuild() throws Exception {
    for (String command : List.of("status", "env", "down")) {
      var result = tree.qv().start(command).end();

      assertThat(result.exit()).as(command).isNotZero();
      assertThat(result.err().lines()).singleElement().asString().contains("Nothing runs on");
    }
    assertThat(tree.jdks()).isEmpty();
    assertThat(tree.root().resolve(".quantumvault")).doesNotExist();
  }

  @Test
  void aBuildIsStoppedByDown() throws Exception {
    Path building = tree.root().resolve("building");
    tree.program("mvn", "#!/bin/sh\necho $$ >'" + building + "'\nexec tail -f /dev/null\n");
    var up = tree.qv().start("up");
    Poll.until(
        Duration.ofMinutes(1),
        "a build",
        () -> Files.exists(building) && Files.readString(building).endsWith("\n"));

    assertThat(tree.qv().start("down").end().exit()).isZero();

    assertThat(up.end().exit()).isNotZero();
    long build = Long.parseLong(Files.readString(building).strip());
    assertThat(ProcessHandle.of(build).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(tree.dists()).isEmpty();
    assertThat(tree.root().resolve(".quantumvault")).doesNotExist();
  }

  @Test
  void anotherSystemThanLinuxIsToldWhyAtOnce() throws Exception {
    tree.program("uname", "#!/bin/sh\necho Darwin\n");
    for (String command : List.of("up", "demo", "down", "status", "env", "test", "recover")) {
      var result = tree.qv().start(command).end();

      assertThat(result.exit()).as(command).isNotZero();
      assertThat(result.err().lines())
          .singleElement()
          .asString()
          .contains("runs on Linux only: this is Darwin", "PostgreSQL", "memory for keys");
    }
    assertThat(tree.jdks()).isEmpty();
  }

  /** Builds if there is something to build; the launcher then refuses the option. */
  private Qv.Result build(Path data) throws Exception {
    return tree.qv().start("up", "--frobnicate", "--data", data.toString()).end();
  }
}

package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Qv;
import io.quantumvault.owner.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, stopping, and what becomes of a system that is stopped or killed at a bad moment. */
class LifeCycleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.copyOf(PosixFilePermissions.fromString("------rwx"));
  private static final Set<PosixFilePermission> NOT_THE_OWNER =
      EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));

  /** By what is there when the start has come so far. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run/system.pid",
        "lock",
        "postgres/cluster/PG_VERSION",
        "connect",
        "run/signer-service.pid"
      })
  void downDuringUpLeavesNoProcess(String soFar) throws Exception {
    Installation system = Installation.empty();
    try {
      var up = system.startUp();
      Poll.until(PATIENCE, soFar, () -> Files.exists(system.data().resolve(soFar)));

      var down = system.run("down");

      assertThat(down.exit()).as("%s", down).isZero();
      assertThat(system.processes()).isEmpty();
      assertThat(postgres(system)).isEmpty();
      var started = up.end();
      assertThat(started.exit()).as("%s", started).isNotZero();
      assertThat(system.run("status").err()).contains("Nothing runs on");
    } finally {
      system.discard();
    }
  }

  @Test
  void ofTwoStartsAtOnceOneSaysSoAndDisturbsNothing() throws Exception {
    Installation system = Installation.empty();
    try {
      List<Qv.Started> both = List.of(system.startUp(), system.startUp());
      Qv.Result one = both.get(0).end();
      Qv.Result other = both.get(1).end();

      assertThat(Stream.of(one, other).filter(r -> r.exit() == 0))
          .as("%s %s", one, other)
          .hasSize(1);
      Qv.Result refused = one.exit() == 0 ? other : one;
      assertThat(refused.err().lines())
          .singleElement()
          .asString()
          .startsWith("qv: ")
          .contains(system.data().toString(), "process ")
          .endsWith(".");
      assertThat(system.run("status").exit()).isZero();
      system.down();
      assertThat(system.processes()).isEmpty();
    } finally {
      system.discard();
    }
  }

  @Test
  void nothingIsReadableByOthersAndAKilledSystemIsStoppedWhole() throws Exception {
    Installation system = Installation.empty();
    Files.delete(system.data()); // so that the launcher makes it
    try {
      system.up();
      assertThat(openToOthers(system.data())).isEmpty();

      ProcessHandle main = system.mainProcess();
      main.destroyForcibly();
      main.onExit().join();
      assertThat(postgres(system)).as("PostgreSQL outlives it").isNotEmpty();

      var down = system.run("down");

      assertThat(down.exit()).as("%s", down).isZero();
      assertThat(down.out()).contains("signer-service", "PostgreSQL");
      assertThat(system.processes()).isEmpty();
      assertThat(postgres(system)).isEmpty();
      assertThat(system.run("down").exit()).as("a second time").isNotZero();
    } finally {
      system.discard();
    }
  }

  @Test
  void aFolderThatIsOpenToOthersIsRefusedUntouched() throws Exception {
    Installation system = Installation.empty();
    try {
      Files.setPosixFilePermissions(system.data(), PosixFilePermissions.fromString("rwxr-x---"));

      var up = system.startUp().end();

      assertThat(up.exit()).isNotZero();
      assertThat(up.err().lines())
          .singleElement()
          .asString()
          .contains(system.data().toString(), "chmod 700");
      try (Stream<Path> files = Files.list(system.data())) {
        assertThat(files).isEmpty();
      }
    } finally {
      system.discard();
    }
  }

  /** Where root cannot make user namespaces, as in many containers. */
  @Test
  void whereRootHasNoNamespacesPostgresRunsAsNobodyInAFolderOthersCannotRead(@TempDir Path programs)
      throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "not run: not root, whom PostgreSQL refuses to run as");
    Path unshare = Files.writeString(programs.resolve("unshare"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
    Installation system =
        Installation.of(Qv.here().with("PATH", programs + ":" + System.getenv("PATH")));
    try {
      system.up();

      assertThat(postgres(system))
          .isNotEmpty()
          .allMatch(process -> process.info().user().equals(Optional.of("nobody")));
      assertThat(openToOthers(system.data())).containsExactly(system.data());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(system.data())))
          .isEqualTo("rwx--x--x");
      system.down();
      assertThat(postgres(system)).isEmpty();
    } finally {
      system.discard();
    }
  }

  private static List<Path> openToOthers(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(LifeCycleIT::isOpenToOthers).toList();
    }
  }

  private static boolean isOpenToOthers(Path file) {
    try {
      // Kafka Streams gives its own folders to the group, in a folder that the group cannot enter.
      return !Files.isSymbolicLink(file)
          && !Collections.disjoint(
              Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS),
              Files.isDirectory(file) ? OTHERS : NOT_THE_OWNER);
    } catch (IOException e) {
      return false; // gone by now
    }
  }

  /** PostgreSQL's processes, its children too, by the folder they work in. */
  private static List<ProcessHandle> postgres(Installation system) {
    return ProcessHandle.allProcesses()
        .filter(p -> worksIn(p, system.data().resolve("postgres/cluster")))
        .toList();
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).equals(folder);
    } catch (IOException e) {
      return false;
    }
  }
}

package io.quantumvault.acceptance.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a source tree of one small module, whose guards are known to be tested or not. */
class MutantsTest {
  // Surefire starts with a jar that only points at the class path and tells it apart.
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  private static final String DOOR =
      """
      package fake;

      public final class Door {
        public static final int HIGHEST = 2;

        public static boolean opens(String key, int floor) {
          if (key.isEmpty()) {
            return false;
          }
          if (floor
              > HIGHEST) {
            return false;
          }
          if (floor < 0) {
            return false;
          }
          return true;
        }
      }
      """;
  private static final String DOOR_TEST =
      """
      package fake;

      import org.junit.jupiter.api.Assertions;
      import org.junit.jupiter.api.Assumptions;
      import org.junit.jupiter.api.Test;
      import org.junit.jupiter.params.ParameterizedTest;
      import org.junit.jupiter.params.provider.ValueSource;

      class DoorTest {
        @Test
        void needsAKey() {
          Assertions.assertFalse(Door.opens("", 1));
          Assertions.assertTrue(Door.opens("k", 1));
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3})
        void hasALastFloor(int floor) {
          Assertions.assertEquals(floor == 2, Door.opens("k", floor));
        }

        @Test
        void looksAtNothing() {
          Door.opens("k", -1);
        }

        @Test
        void isSkipped() {
          Assumptions.abort("never here");
        }

        @Test
        void isRed() {
          Assertions.fail();
        }

        @Test
        void endsJava() {
          if (Door.opens("", 1)) {
            Runtime.getRuntime().halt(134);
          }
        }
      }
      """;

  private static final String GUARDS =
      """
      guard key
      in fake.Door
      test DoorTest#needsAKey
      - if (key.isEmpty()) {
      + if (false) {

      # In one line, of which the source makes two, and with a test that runs for each of its values.
      guard floor
      in fake.Door
      test DoorTest#hasALastFloor
      - if (floor > HIGHEST) { return false; }

      guard crash
      in fake.Door
      test DoorTest#endsJava
      - if (key.isEmpty()) {
      + if (false) {

      guard cellar
      in fake.Door
      test DoorTest#looksAtNothing
      - if (floor < 0) {
      + if (false) {

      guard gone
      in fake.Door
      test DoorTest#needsAKey
      - if (key.isBlank()) {

      guard twice
      in fake.Door
      test DoorTest#needsAKey
      - return false;

      guard elsewhere
      in fake.Gate
      test fake.DoorTest#needsAKey
      - if (key.isEmpty()) {

      guard no-method
      in fake.Door
      test DoorTest#needsTwoKeys
      - if (key.isEmpty()) {

      guard no-class
      in fake.Door
      test GateTest#needsAKey
      - if (key.isEmpty()) {

      guard skipped
      in fake.Door
      test DoorTest#isSkipped
      - if (key.isEmpty()) {

      guard red
      in fake.Door
      test DoorTest#isRed
      - if (key.isEmpty()) {

      guard typo
      in fake.Door
      test DoorTest#needsAKey
      - if (key.isEmpty()) {
      + if (nonsense) {

      guard constant
      in fake.Door
      test DoorTest#hasALastFloor
      - HIGHEST = 2;
      + HIGHEST = 3;
      """;

  @TempDir static Path root;
  private static String told = "";

  @BeforeAll
  static void tryAll() throws Exception {
    Path door = write("door/src/main/java/fake/Door.java", DOOR);
    Path test = write("door/src/test/java/fake/DoorTest.java", DOOR_TEST);
    write("pom.xml", "<quantumvault.jvm.flags>-Xmx128m</quantumvault.jvm.flags>");
    write("door/pom.xml", "");
    write("door/target/test-classpath", CLASS_PATH);
    write("acceptance-tests/mutants/fake.guards", GUARDS);
    compile(door, "door/target/classes");
    compile(test, "door/target/test-classes");
    var all = run();
    told = all.text();
    assertThat(all.exit()).isOne();
  }

  private record Ran(int exit, String text) {}

  @Test
  void aGuardWithATestIsCaught() {
    assertThat(told).contains("caught    key ", "caught    floor ");
  }

  @Test
  void aGuardWithoutWhichJavaEndsIsCaught() {
    assertThat(told).contains("caught    crash ");
  }

  @Test
  void aGuardThatNothingTestsSurvives() {
    assertThat(told).contains("SURVIVED  cellar ");
  }

  @Test
  void whatCannotBeTriedIsAnErrorAndSaysWhy() {
    assertThat(told)
        .containsPattern(error("gone", "the guard is not in fake.Door"))
        .containsPattern(error("twice", "the guard is more than once in fake.Door"))
        .containsPattern(error("elsewhere", "there is no class fake.Gate"))
        .containsPattern(error("no-method", "there is no test DoorTest#needsTwoKeys"))
        .containsPattern(error("no-class", "there is no class fake.GateTest"))
        .containsPattern(error("typo", "without the guard the class does not compile: line 7"))
        .containsPattern(error("constant", "a constant that other classes have copied"));
  }

  @Test
  void aTestThatSaysNothingWithTheGuardInPlaceSaysNothingWithoutIt() {
    assertThat(told)
        .containsPattern(error("skipped", "DoorTest#isSkipped is skipped"))
        .containsPattern(error("red", "DoorTest#isRed fails with the guard in place"));
  }

  @Test
  void theEndTellsHowManyAndWhich() {
    assertThat(told).contains("13 guards: 3 caught, 1 survived, 9 not tried");
    assertThat(told.substring(told.indexOf("13 guards")))
        .contains("SURVIVED  cellar", "error     gone")
        .doesNotContain("caught    ");
  }

  @Test
  void allCaughtIsASuccess() throws Exception {
    var ran = run("--only", "^key$", "--jobs", "1");
    assertThat(ran.exit()).isZero();
    assertThat(ran.text()).contains("1 guards: 1 caught, 0 survived, 0 not tried");
  }

  @Test
  void optionsChoose() throws Exception {
    var listed = run("--list", "--module", "door", "--only", "^ke", "--no-its");
    assertThat(listed.exit()).isZero();
    assertThat(listed.text()).contains("DoorTest#needsAKey").doesNotContain("cellar");
    assertThat(run("--only", "roof").exit()).isEqualTo(2);
    assertThat(run("--jobs", "many").exit()).isEqualTo(2);
    assertThat(run("--fast").exit()).isEqualTo(2);
  }

  @Test
  void aListThatCannotBeReadIsToldByItsLine(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bad.guards"), "guard a\nwhere fake.Door\n");
    assertThatThrownBy(() -> GuardFile.readAll(folder))
        .isInstanceOf(BadGuard.class)
        .hasMessageContaining("bad.guards, line 2");
  }

  @Test
  void namesAreUnique(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("one.guards"), GUARDS);
    Files.writeString(folder.resolve("two.guards"), GUARDS);
    assertThatThrownBy(() -> GuardFile.readAll(folder))
        .isInstanceOf(BadGuard.class)
        .hasMessageContaining("two guards are called key");
  }

  /** The line of an error, its end, and the reason that follows. */
  private static Pattern error(String id, String reason) {
    return Pattern.compile("(?m)^error {5}" + id + " .*\\n +" + Pattern.quote(reason));
  }

  private static Ran run(String... words) throws Exception {
    var printed = new ByteArrayOutputStream();
    int exit =
        Mutants.run(root, List.of(words), new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new Ran(exit, printed.toString(StandardCharsets.UTF_8));
  }

  private static Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    return Files.writeString(path, text);
  }

  private static void compile(Path source, String into) throws IOException {
    Path folder = Files.createDirectories(root.resolve(into));
    String classPath = root.resolve("door/target/classes") + File.pathSeparator + CLASS_PATH;
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                classPath,
                source.toString());
    assertThat(exit).isZero();
  }
}

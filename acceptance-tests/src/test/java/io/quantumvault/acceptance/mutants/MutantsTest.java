package io.quantumvault.acceptance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
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

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir Path root;

  @BeforeEach
  void aTree() throws IOException {
    Path door = write("door/src/main/java/fake/Door.java", DOOR);
    Path test = write("door/src/test/java/fake/DoorTest.java", DOOR_TEST);
    write("pom.xml", "<quantumvault.jvm.flags>-Xmx128m</quantumvault.jvm.flags>");
    write("door/pom.xml", "");
    write("door/target/test-classpath", CLASS_PATH);
    compile(door, "door/target/classes");
    compile(test, "door/target/test-classes");
  }

  @Test
  void aGuardWithATestIsCaught() throws Exception {
    guard("key", "DoorTest#needsAKey", "if (key.isEmpty()) {", "if (false) {");
    assertThat(run()).isZero();
    assertThat(printed()).contains("caught    key", "1 guards: 1 caught, 0 survived, 0 not tried");
  }

  @Test
  void aGuardWhoseLinesAreBrokenElsewhereAndWhoseTestHasParametersIsCaught() throws Exception {
    guard("floor", "DoorTest#hasALastFloor", "if (floor > HIGHEST) { return false; }", "");
    assertThat(run()).isZero();
    assertThat(printed()).contains("caught    floor");
  }

  @Test
  void aGuardThatEndsJavaWhenItIsGoneIsCaught() throws Exception {
    guard("key", "DoorTest#endsJava", "if (key.isEmpty()) {", "if (false) {");
    assertThat(run()).isZero();
    assertThat(printed()).contains("caught    key");
  }

  @Test
  void aGuardThatNothingTestsSurvives() throws Exception {
    guard("key", "DoorTest#needsAKey", "if (key.isEmpty()) {", "if (false) {");
    guard("cellar", "DoorTest#looksAtNothing", "if (floor < 0) {", "if (false) {");
    assertThat(run()).isOne();
    assertThat(printed())
        .contains("caught    key", "SURVIVED  cellar", "2 guards: 1 caught, 1 survived");
  }

  @Test
  void aGuardThatIsNotThereIsAnError() throws Exception {
    guard("gone", "DoorTest#needsAKey", "if (key.isBlank()) {", "if (false) {");
    assertThat(run()).isOne();
    assertThat(printed()).contains("error     gone", "the guard is not in fake.Door");
  }

  @Test
  void aGuardThatIsThereTwiceIsAnError() throws Exception {
    guard("twice", "DoorTest#needsAKey", "return false;", "");
    assertThat(run()).isOne();
    assertThat(printed()).contains("error     twice", "more than once in fake.Door");
  }

  @Test
  void aClassThatIsNotThereIsAnError() throws Exception {
    Files.writeString(list(), "guard no\nin fake.Gate\ntest DoorTest#needsAKey\n- x\n");
    assertThat(run()).isOne();
    assertThat(printed()).contains("error     no", "there is no class fake.Gate");
  }

  @Test
  void aTestThatIsNotThereIsAnError() throws Exception {
    guard("method", "DoorTest#needsTwoKeys", "if (key.isEmpty()) {", "if (false) {");
    guard("class", "GateTest#needsAKey", "if (key.isEmpty()) {", "if (false) {");
    assertThat(run()).isOne();
    assertThat(printed())
        .contains("there is no test DoorTest#needsTwoKeys", "there is no class fake.GateTest");
  }

  @Test
  void aTestThatSaysNothingWithTheGuardInPlaceSaysNothingWithoutIt() throws Exception {
    guard("skipped", "DoorTest#isSkipped", "if (key.isEmpty()) {", "if (false) {");
    guard("red", "DoorTest#isRed", "if (key.isEmpty()) {", "if (false) {");
    assertThat(run()).isOne();
    assertThat(printed())
        .contains(
            "DoorTest#isSkipped is skipped", "DoorTest#isRed fails with the guard in place");
  }

  @Test
  void aMutantThatDoesNotCompileIsAnError() throws Exception {
    guard("typo", "DoorTest#needsAKey", "if (key.isEmpty()) {", "if (nonsense) {");
    assertThat(run()).isOne();
    assertThat(printed()).contains("error     typo", "does not compile: line 7");
  }

  @Test
  void aConstantThatOthersHaveCopiedIsAnError() throws Exception {
    guard("highest", "DoorTest#hasALastFloor", "HIGHEST = 2;", "HIGHEST = 3;");
    assertThat(run()).isOne();
    assertThat(printed()).contains("error     highest", "a constant that other classes");
  }

  @Test
  void aListThatCannotBeReadIsToldByItsLine() throws Exception {
    Files.writeString(list(), "guard a\nwhere fake.Door\n");
    assertThat(run()).isOne();
    assertThat(printed()).contains("fake.guards, line 2");
  }

  @Test
  void namesAreUnique() throws Exception {
    guard("key", "DoorTest#needsAKey", "if (key.isEmpty()) {", "if (false) {");
    guard("key", "DoorTest#needsAKey", "if (key.isEmpty()) {", "if (false) {");
    assertThat(run()).isOne();
    assertThat(printed()).contains("two guards are called key");
  }

  @Test
  void optionsChoose() throws Exception {
    guard("key", "DoorTest#needsAKey", "if (key.isEmpty()) {", "if (false) {");
    guard("cellar", "DoorTest#looksAtNothing", "if (floor < 0) {", "if (false) {");
    assertThat(run("--list", "--module", "door", "--only", "^ke", "--no-its")).isZero();
    assertThat(printed()).contains("DoorTest#needsAKey").doesNotContain("cellar");
    assertThat(run("--only", "roof")).isEqualTo(2);
    assertThat(run("--jobs", "many")).isEqualTo(2);
    assertThat(run("--fast")).isEqualTo(2);
  }

  private void guard(String id, String test, String text, String without) throws IOException {
    String guard =
        "guard " + id + "\nin fake.Door\ntest " + test + "\n- " + text + "\n+ " + without + "\n";
    Path list = list();
    Files.writeString(list, (Files.exists(list) ? Files.readString(list) : "") + guard);
  }

  private Path list() throws IOException {
    return Files.createDirectories(root.resolve("acceptance-tests/mutants")).resolve("fake.guards");
  }

  private int run(String... words) throws Exception {
    return Mutants.run(
        root, List.of(words), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    return Files.writeString(path, text);
  }

  private void compile(Path source, String into) throws IOException {
    Path folder = Files.createDirectories(root.resolve(into));
    var words =
        new ArrayList<>(List.of("-proc:none", "-d", folder.toString(), "-cp",
            root.resolve("door/target/classes") + java.io.File.pathSeparator + CLASS_PATH));
    words.add(source.toString());
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
        .isZero();
  }
}

package io.quantumvault.acceptance.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of guards. A guard is
 *
 * <pre>
 * guard its.name
 * in    io.quantumvault.signer.message.MessageCheck
 * test  MessageCheckTest#aFeeAboveTheBound
 * - the text of the guard, in one or more lines
 * + what stands there when it is gone; may be left out
 * </pre>
 *
 * A test without a package is in that of the class. Empty lines and lines that begin with {@code #}
 * separate.
 */
final class GuardFile {
  private static final String SUFFIX = ".guards";

  private final Path file;
  private final List<Guard> guards = new ArrayList<>();
  private @Nullable String id;
  private String type = "";
  private String test = "";
  private final List<String> text = new ArrayList<>();
  private final List<String> without = new ArrayList<>();

  private GuardFile(Path file) {
    this.file = file;
  }

  /** All guards of a folder's lists, in the order of their files; no two share a name. */
  static List<Guard> readAll(Path folder) throws IOException, BadGuard {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    var guards = new ArrayList<Guard>();
    Set<String> ids = new HashSet<>();
    for (Path file : files) {
      for (Guard guard : new GuardFile(file).read()) {
        if (!ids.add(guard.id())) {
          throw new BadGuard("two guards are called " + guard.id() + "; rename one.");
        }
        guards.add(guard);
      }
    }
    return guards;
  }

  private List<Guard> read() throws IOException, BadGuard {
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!take(line)) {
        throw new BadGuard(
            file.getFileName() + ", line " + number + ": neither guard, in, test, -, + nor #.");
      }
    }
    finish();
    return guards;
  }

  private boolean take(String line) throws BadGuard {
    if (line.isBlank() || line.startsWith("#")) {
      return true;
    }
    String rest = line.substring(Math.min(line.length(), 5)).strip();
    if (line.startsWith("guard ")) {
      finish();
      id = rest;
    } else if (line.startsWith("in ")) {
      type = line.substring(3).strip();
    } else if (line.startsWith("test ")) {
      test = rest;
    } else if (line.startsWith("-")) {
      text.add(line.substring(1));
    } else if (line.startsWith("+")) {
      without.add(line.substring(1));
    } else {
      return false;
    }
    return true;
  }

  private void finish() throws BadGuard {
    String name = id;
    if (name != null) {
      int hash = test.indexOf('#');
      if (type.isEmpty() || hash < 1 || text.isEmpty()) {
        throw new BadGuard(
            file.getFileName()
                + ": "
                + name
                + " needs a class (in), a test (Class#method) and the text of the guard (-).");
      }
      guards.add(new Guard(name, type, testName(hash), lines(text), lines(without)));
    }
    id = null;
    type = "";
    test = "";
    text.clear();
    without.clear();
  }

  private TestName testName(int hash) {
    String testClass = test.substring(0, hash);
    String packageName = type.substring(0, type.lastIndexOf('.') + 1);
    return new TestName(
        testClass.indexOf('.') < 0 ? packageName + testClass : testClass, test.substring(hash + 1));
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(String::strip).collect(Collectors.joining("\n"));
  }
}

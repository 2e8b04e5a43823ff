package io.quantumvault.acceptance.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Maven module that is compiled, with its tests. */
record MavenModule(Path folder) {
  String name() {
    return String.valueOf(folder.getFileName());
  }

  Path source(String type) {
    return folder.resolve("src/main/java").resolve(file(type));
  }

  Path testSource(String type) {
    return folder.resolve("src/test/java").resolve(file(type));
  }

  Path classes() {
    return folder.resolve("target/classes");
  }

  Path testClasses() {
    return folder.resolve("target/test-classes");
  }

  /** What Maven puts on the class path of the tests, first to last. */
  List<Path> testClassPath() throws BadGuard {
    Path file = folder.resolve("target/test-classpath");
    try {
      var all = new ArrayList<Path>(List.of(testClasses(), classes()));
      for (String entry : Files.readString(file).strip().split(File.pathSeparator, -1)) {
        all.add(Path.of(entry));
      }
      return all;
    } catch (IOException e) {
      throw new BadGuard(file + " cannot be read; ./qv mutants makes it.");
    }
  }

  /** Whether any test class of this module has a method of this name. */
  boolean hasTestMethod(String method) throws IOException {
    Path tests = folder.resolve("src/test/java");
    if (!Files.isDirectory(tests)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (Files.readString(file).contains(" " + method + "(")) {
          return true;
        }
      }
      return false;
    }
  }

  private static String file(String type) {
    return type.replace('.', '/') + ".java";
  }
}

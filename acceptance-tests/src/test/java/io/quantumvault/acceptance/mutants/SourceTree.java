package io.quantumvault.acceptance.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All modules of the product, and where their classes come from. */
final class SourceTree {
  private static final Pattern FLAGS =
      Pattern.compile("<quantumvault\\.jvm\\.flags>([^<]*)</quantumvault\\.jvm\\.flags>");
  // Modules stand beside the parent or one folder deeper.
  private static final int DEPTH = 3;

  private final Path root;
  private final List<MavenModule> modules;

  private SourceTree(Path root, List<MavenModule> modules) {
    this.root = root;
    this.modules = modules;
  }

  static SourceTree at(Path root) throws IOException {
    try (Stream<Path> files = Files.find(root, DEPTH, (file, is) -> file.endsWith("pom.xml"))) {
      return new SourceTree(
          root,
          files
              .map(pom -> new MavenModule(pom.toAbsolutePath().resolveSibling("")))
              .filter(module -> Files.isDirectory(module.folder().resolve("src")))
              .sorted(java.util.Comparator.comparing(MavenModule::folder))
              .toList());
    }
  }

  /** The lists of guards. */
  Path lists() {
    return root.resolve("acceptance-tests/mutants");
  }

  /** The module whose main code has this class. */
  MavenModule moduleOf(Guard guard) throws BadGuard {
    return only(guard.type(), module -> module.source(guard.type()));
  }

  /** The module that has this test; the method is in its source or inherited from another's. */
  MavenModule moduleOf(TestName test) throws BadGuard {
    return only(test.outermost(), module -> module.testSource(test.outermost()));
  }

  /**
   * Whether any test class has a method of this name: a test may inherit it from another module.
   */
  boolean hasTestMethod(String method) throws IOException {
    for (MavenModule module : modules) {
      if (module.hasTestMethod(method)) {
        return true;
      }
    }
    return false;
  }

  /** What Java is started with, as the parent's build file says. */
  List<String> jvmFlags() throws IOException {
    Matcher flags = FLAGS.matcher(Files.readString(root.resolve("pom.xml")));
    if (!flags.find()) {
      throw new IllegalStateException("the parent's pom.xml names no quantumvault.jvm.flags");
    }
    return List.of(flags.group(1).strip().split("\\s+", -1));
  }

  private MavenModule only(String type, Function<MavenModule, Path> source) throws BadGuard {
    List<MavenModule> having =
        modules.stream().filter(module -> Files.isRegularFile(source.apply(module))).toList();
    if (having.size() != 1) {
      throw new BadGuard(
          having.isEmpty()
              ? "there is no class " + type + "; it has moved or was renamed."
              : type + " is in several modules.");
    }
    return having.getFirst();
  }
}

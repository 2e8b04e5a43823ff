package io.quantumvault.acceptance.dsl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tree with the launcher and one source, and a Maven that copies what this tree's build has made,
 * or fails, or edits the source while it builds.
 *
 * @param root the tree
 */
public record OtherTree(Path root) {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$JAVA_HOME" >>'%1$s/builds'
      for word; do
        case "$word" in
          -Dquantumvault.dist=*) dist="${word#*=}" ;;
        esac
      done
      if [ -e '%1$s/edits' ]; then
        until find '%1$s/standalone' -name Source.java -newer "$dist/stamp" | grep -q .; do
          touch '%1$s/standalone/launcher/src/main/java/Source.java'
        done
      fi
      if [ -e '%1$s/fails' ]; then
        mkdir "$dist/lib"
        echo '[ERROR] /src/Source.java:[1,2] not a statement'
        exit 1
      fi
      cp -R '%2$s/lib' '%2$s/signer' "$dist/"
      """;

  /** In a temporary folder. */
  public static OtherTree create() throws IOException {
    OtherTree tree = new OtherTree(Files.createTempDirectory("quantumvault-tree"));
    Path here = Qv.here().root();
    Files.copy(here.resolve("qv"), tree.root.resolve("qv"));
    Files.createDirectories(tree.source().resolveSibling("."));
    tree.edit();
    Path dist = here.resolve("standalone/launcher/target/dist");
    tree.program("mvn", MAVEN.formatted(tree.root, dist));
    return tree;
  }

  /** Puts a program first on the launcher's path. */
  public void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(root.resolve("bin")).resolve(name);
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Its launcher. */
  public Qv qv() {
    return new Qv(root, java.util.Map.of())
        .with("QV_BUILD", "")
        .with("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
  }

  private Path source() {
    return root.resolve("standalone/launcher/src/main/java/Source.java");
  }

  /** Changes the source. */
  public void edit() throws IOException {
    Files.writeString(source(), "class Source {}\n");
  }

  /** From now on builds do this: {@code fails} or {@code edits}. */
  public void builds(String how) throws IOException {
    Files.writeString(root.resolve(how), "");
  }

  /** From now on they do not. */
  public void buildsNoLonger(String how) throws IOException {
    Files.delete(root.resolve(how));
  }

  /** With which JDK each build was called. */
  public List<String> jdks() throws IOException {
    Path file = root.resolve("builds");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The folders of builds. */
  public List<Path> dists() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".qv"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("dist-")).toList();
    }
  }

  /** The folder of the newest whole build. */
  public Path current() throws IOException {
    return root.resolve(".qv/current").toRealPath();
  }

  /** Removes it. */
  public void discard() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

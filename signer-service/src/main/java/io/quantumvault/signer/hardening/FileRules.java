package io.quantumvault.signer.hardening;

import io.quantumvault.signer.hardening.FileRule.Right;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files a signer needs: the JDK and the system's libraries, its own jars, what its settings
 * name. Nothing is written but what a setting says, and nothing is started but the JVM itself,
 * which has to be when the rules come into force.
 */
final class FileRules {
  /**
   * A list of files and folders that may be written, such as the token folder of a software HSM.
   */
  static final String WRITABLE = "quantumvault.signer.writable-paths";

  /** Libraries, names of hosts, certificates, time zones; what kernel and processor tell a JVM. */
  private static final List<String> SYSTEM =
      List.of(
          "/usr",
          "/lib",
          "/lib64",
          "/lib32",
          "/etc",
          "/opt/java",
          "/proc",
          "/sys",
          "/dev/null",
          "/dev/zero",
          "/dev/random",
          "/dev/urandom");

  private static final Path ROOT = Path.of("/");

  private FileRules() {}

  /**
   * The rules.
   *
   * @param javaHome of this JVM
   * @param classPath its entries
   * @param programs the JVM's own file and the loader of dynamic programs
   * @param settings values that may be lists or have a prefix; what in them is an absolute path may
   *     be read, and what lies beside it, since secrets are replaced by files of other names
   * @param writable paths that may be written
   */
  static List<FileRule> of(
      Path javaHome,
      List<Path> classPath,
      Collection<Path> programs,
      Collection<String> settings,
      Collection<Path> writable) {
    var rules = new LinkedHashSet<FileRule>();
    SYSTEM.forEach(path -> rules.add(new FileRule(Path.of(path), Right.READ)));
    // Where these are links, what they lead to is replaced, not written.
    for (var link : List.of("/etc/resolv.conf", "/etc/hosts", "/etc/localtime")) {
      folderOf(real(Path.of(link)), rules);
    }
    rules.add(new FileRule(javaHome, Right.READ));
    classPath.forEach(entry -> folderOf(entry.toAbsolutePath(), rules));
    settings.forEach(value -> named(value).forEach(path -> folderOf(path, rules)));
    programs.forEach(program -> rules.add(new FileRule(program, Right.RUN)));
    rules.add(new FileRule(Path.of("/dev/null"), Right.WRITE));
    writable.forEach(path -> rules.add(new FileRule(path, Right.WRITE)));
    return List.copyOf(rules);
  }

  /** The absolute paths in a setting's value. */
  static List<Path> named(String value) {
    var found = new ArrayList<Path>();
    for (var part : value.split(",")) {
      var text = part.strip().replaceFirst("^(optional:)?(file:)?", "");
      if (text.startsWith("/") && !text.startsWith("//")) {
        try {
          found.add(Path.of(text).normalize());
        } catch (InvalidPathException e) {
          continue; // names no file
        }
      }
    }
    return found;
  }

  /** The folder itself, or the one a file lies in, unless that were everything. */
  private static void folderOf(Path path, Set<FileRule> rules) {
    var parent = path.getParent();
    boolean folder = path.toFile().isDirectory();
    if (!path.equals(ROOT)) {
      rules.add(
          new FileRule(
              folder || parent == null || parent.equals(ROOT) ? path : parent, Right.READ));
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (java.io.IOException e) {
      return path;
    }
  }
}

package io.quantumvault.signer.hardening;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts JVMs as a user without rights: where the tests run as root, which may read everything, as
 * nobody. That user may not look into the folder of the build, so the classes are copied.
 *
 * @param folder that anybody may enter and write to
 * @param prefix what makes a command run as that user
 */
record OrdinaryUser(Path folder, List<String> prefix) {
  private static final String NOBODY = "65534";
  private static final List<String> NEEDED =
      List.of("signer-service", "key-envelope", "lazysodium");

  static OrdinaryUser in(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    var user = new OrdinaryUser(folder, leavingRoot());
    user.copyClasses();
    return user;
  }

  private static List<String> leavingRoot() throws IOException {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      return List.of();
    }
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv")), "not run: no setpriv to leave root with");
    return List.of("/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
  }

  private void copyClasses() throws IOException {
    int number = 0;
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(entry)) || NEEDED.stream().anyMatch(entry::contains)) {
        // In the order of the class path: what is tried may lie before what it takes the place of.
        var target = classes().resolve("%04d".formatted(number++));
        copy(Path.of(entry), entry.endsWith(".jar") ? target.resolve("a.jar") : target);
      }
    }
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var target = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  /** A JVM with a class of the tests; its working folder is the one anybody may write to. */
  Process start(List<String> flags, Class<?> program, String... arguments) throws IOException {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx32m"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(), program.getName()));
    command.addAll(List.of(arguments));
    var shell = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -c unlimited; exec \"$@\"", "sh"));
    shell.addAll(command);
    return new ProcessBuilder(shell)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private String classPath() throws IOException {
    try (Stream<Path> entries = Files.list(classes())) {
      return String.join(
          File.pathSeparator,
          entries
              .sorted()
              .map(entry -> Files.exists(entry.resolve("a.jar")) ? entry.resolve("a.jar") : entry)
              .map(Path::toString)
              .toList());
    }
  }

  /** Whether the attack succeeded that this user's own process makes. */
  boolean attacks(String how, long pid) throws IOException, InterruptedException {
    var attack = start(List.of(), SameUserAttack.class, how, Long.toString(pid));
    try (var lines = attack.inputReader()) {
      var answer = lines.readLine();
      attack.waitFor();
      return switch (String.valueOf(answer)) {
        case "done" -> true;
        case "refused" -> false;
        default -> throw new AssertionError(how + ": " + answer);
      };
    }
  }
}

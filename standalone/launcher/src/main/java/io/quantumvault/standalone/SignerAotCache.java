package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.KeyFolders;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the JVM notes down of the signer's start, beside the signer's jars: with it a killed signer
 * is back in about half the time. Made once for a build, by a start that has keys and passwords of
 * its own and speaks to nobody. A JVM that it does not fit goes on without it.
 *
 * @param distribution has {@code signer/lib}
 */
record SignerAotCache(Path distribution) {
  private static final String MAIN = "io.quantumvault.signer.SignerRehearsal";
  private static final int PATIENCE_SECONDS = 180;

  /** The program behind a build: makes the cache of its own distribution. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new SignerAotCache(Launcher.distribution()).make();
  }

  private Path file() {
    return distribution.resolve("signer").resolve("start.aot");
  }

  /** What the signer is told; empty where no cache was made. */
  Optional<String> flag() {
    return Files.isReadable(file())
        ? Optional.of("-Dquantumvault.signer.aot-cache=" + file())
        : Optional.empty();
  }

  /**
   * Makes it, in the place of an older one only when it is whole.
   *
   * @throws StartRefused with what the rehearsal printed
   */
  void make() throws IOException, InterruptedException {
    Path folder =
        Files.createTempDirectory(
            "quantumvault-rehearsal",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Path fresh = folder.resolve("start.aot");
      rehearse(folder, fresh);
      Path aside = file().resolveSibling("start.aot.new");
      Files.copy(fresh, aside);
      Files.move(aside, file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } finally {
      discard(folder);
    }
  }

  private void rehearse(Path folder, Path fresh) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(SignerProcess.java());
    command.addAll(SignerProcess.FLAGS);
    command.add("-XX:AOTCacheOutput=" + fresh);
    command.addAll(List.of("-cp", SignerProcess.classPath(distribution), MAIN));
    settings(folder).forEach((key, value) -> command.add("--" + key + "=" + value));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(output.toFile());
    SignerProcess.clear(builder.environment());
    Process rehearsal = builder.start();
    if (!rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      rehearsal.descendants().forEach(ProcessHandle::destroyForcibly);
      rehearsal.destroyForcibly().waitFor();
    }
    if (!Files.exists(fresh)) {
      throw new StartRefused(
          "the signer's start was not noted down: " + Files.readString(output).strip());
    }
  }

  /** Nothing listens where they point, and the keys and passwords are of this moment. */
  private static Map<String, Object> settings(Path folder) throws IOException {
    Path password = folder.resolve("password");
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, "rehearsal");
    return Map.ofEntries(
        Map.entry("quantumvault.cluster", "localnet"),
        Map.entry("quantumvault.kafka.bootstrap-servers", "127.0.0.1:1"),
        Map.entry("quantumvault.kafka.username", "signer-service"),
        Map.entry("quantumvault.kafka.password-file", password),
        Map.entry("quantumvault.database.url", "jdbc:postgresql://127.0.0.1:1/quantumvault"),
        Map.entry("quantumvault.database.username", "qv_signer"),
        Map.entry("quantumvault.database.password-file", password),
        Map.entry("quantumvault.keys.dir", KeyFolders.in(folder.resolve("keys")).signer()),
        Map.entry("quantumvault.chain.rpc-urls", "http://127.0.0.1:1"),
        Map.entry("quantumvault.signer.origins", "localhost"),
        Map.entry("quantumvault.signer.hardening", "available"),
        Map.entry("quantumvault.key-memory.fallback-suffices", true));
  }

  private static void discard(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}

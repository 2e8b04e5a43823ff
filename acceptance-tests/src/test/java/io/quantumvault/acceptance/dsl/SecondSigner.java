package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.owner.Poll;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Another signer beside the one that the launcher runs: the same command with settings that differ
 * in its name in the group.
 */
public final class SecondSigner implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String FIRST_SETTINGS = "signer-service.properties";
  private static final String SETTINGS = "second-signer.properties";

  /** The product adds it when it has bound itself and begins again. */
  private static final String BEGUN = "-Dquantumvault.signer.confinement-begun";

  private final Process process;

  private SecondSigner(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it would sign: then it holds partitions of the first one. */
  public static SecondSigner beside(Installation system) throws IOException, InterruptedException {
    var run = system.data().resolve("run");
    var settings = new Properties();
    try (var file = Files.newBufferedReader(run.resolve(FIRST_SETTINGS))) {
      settings.load(file);
    }
    settings.setProperty("quantumvault.signer.instance", "second");
    settings.setProperty("quantumvault.management.port", Integer.toString(freePort()));
    var mine = run.resolve(SETTINGS);
    Files.deleteIfExists(mine);
    Files.createFile(
        mine, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var file = Files.newBufferedWriter(mine)) {
      settings.store(file, null);
    }
    var builder = new ProcessBuilder(command(system)).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LANG"));
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(system.data().resolve("logs/second-signer.log").toFile());
    var second = new SecondSigner(builder.start());
    Poll.until(PATIENCE, "a second signer that is ready", () -> RunningSigner.isReady(mine));
    return second;
  }

  private static List<String> command(Installation system) throws IOException {
    var command = new ArrayList<String>();
    var first = Path.of("/proc/" + new RunningSigner(system).pid() + "/cmdline");
    for (var word : Files.readString(first, UTF_8).split("\0")) {
      if (!word.startsWith(BEGUN)) {
        command.add(word.replace(FIRST_SETTINGS, SETTINGS));
      }
    }
    return command;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

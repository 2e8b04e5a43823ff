package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signer, in a process of its own with only its own jars, so that no other service shares
 * memory with its keys. Started again, a little later each time, when it ends by itself.
 */
final class SignerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignerProcess.class);
  private static final String MAIN = "io.quantumvault.signer.SignerApplication";
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  /** Nobody attaches, nothing is dumped, no signal handler and no performance data file. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+DisableAttachMechanism",
          "-XX:-EnableDynamicAgentLoading",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-Xrs",
          "-XX:+UseSerialGC",
          // Its heavy work is native; optimising the rest costs one machine more than it gives.
          "-XX:TieredStopAtLevel=1",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * What is run.
   *
   * @param classPath as the {@code java} command takes it
   */
  record Program(String classPath, String mainClass) {
    /**
     * The signer as it was built.
     *
     * @throws StartRefused if it was not
     */
    static Program built() {
      Path lib = Launcher.distribution().resolve("signer").resolve("lib");
      if (Files.isDirectory(lib)) {
        return new Program(lib + "/*", MAIN);
      }
      throw new StartRefused(
          "The signer's jars are not in " + lib + "; build with ./qv or mvn package.");
    }
  }

  private final Program program;
  private final Path data;
  private final Thread keeper;
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable Process process;
  private final AtomicInteger ends = new AtomicInteger();

  private SignerProcess(Program program, Path data) {
    this.program = program;
    this.data = data;
    this.keeper = Thread.ofPlatform().name("signer-keeper").daemon().unstarted(this::keep);
  }

  /**
   * Starts it and returns at once; {@link #hindrance} says whether it lives.
   *
   * @param data has the folders {@code run} and {@code logs}
   */
  static SignerProcess start(Program program, Path data, Map<String, Object> configuration) {
    try {
      var _ = new SignerOrphans(data).end();
      store(data, configuration);
      SignerProcess signer = new SignerProcess(program, data);
      signer.spawn();
      signer.keeper.start();
      return signer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void store(Path data, Map<String, Object> configuration) throws IOException {
    Properties properties = new Properties();
    configuration.forEach((key, value) -> properties.setProperty(key, value.toString()));
    Path file = SignerOrphans.settings(data);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  private static Path pidFile(Path data) {
    return data.resolve("run").resolve("signer-service.pid");
  }

  private synchronized void spawn() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
    command.add(SignerOrphans.argument(data));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    // Options from outside could load an agent or open a debugger into the process with the keys.
    builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LANG"));
    Process started = builder.start();
    process = started;
    new RollingLog(log(), RollingLog.USUAL_LIMIT).follow(started.getInputStream());
    ProcessMark.of(started.toHandle()).write(pidFile(data));
  }

  private void keep() {
    Duration delay = FIRST_DELAY;
    try {
      while (true) {
        Process current = process;
        long began = System.nanoTime();
        int exit = current == null ? -1 : current.waitFor();
        if (ending.getCount() == 0) {
          return;
        }
        ends.incrementAndGet();
        LOG.atWarn().addKeyValue("exit", exit).log("The signer ended; starting it again");
        if (System.nanoTime() - began > HEALTHY.toNanos()) {
          delay = FIRST_DELAY;
        }
        if (ending.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        delay =
            delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0
                ? delay.multipliedBy(2)
                : LONGEST_DELAY;
        spawn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("The signer cannot be started", e);
    }
  }

  /** Why the process does not live; empty when it does. */
  Optional<String> hindrance() {
    Process current = process;
    if (current != null && current.isAlive()) {
      return Optional.empty();
    }
    return Optional.of("ended " + ends.get() + " times; see " + log());
  }

  private Path log() {
    return data.resolve("logs").resolve("signer-service.log");
  }

  @Override
  public synchronized void close() {
    ending.countDown();
    Process current = process;
    if (current == null) {
      return;
    }
    current.destroy();
    try {
      if (!current.waitFor(10, TimeUnit.SECONDS)) {
        current.destroyForcibly();
      }
      Files.deleteIfExists(pidFile(data));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

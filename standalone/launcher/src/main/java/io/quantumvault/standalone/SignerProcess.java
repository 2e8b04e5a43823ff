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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signer, in a process of its own with only its own jars, so that no other service shares
 * memory with its keys. Started again when it ends by itself, as {@link Restarts} says.
 */
final class SignerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignerProcess.class);
  private static final String MAIN = "io.quantumvault.signer.SignerApplication";
  private static final long ASK_WHETHER_READY_EVERY_MS = 100;

  /** Nobody attaches, nothing is dumped, no signal handler and no performance data file. */
  static final List<String> FLAGS =
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
   * @param moreFlags of the JVM, beside those every signer gets
   */
  record Program(String classPath, String mainClass, List<String> moreFlags) {
    /**
     * The signer as it was built.
     *
     * @throws StartRefused if it was not
     */
    static Program built() {
      Path distribution = Launcher.distribution();
      if (Files.isDirectory(lib(distribution))) {
        return new Program(
            SignerProcess.classPath(distribution),
            MAIN,
            new SignerAotCache(distribution).flag().stream().toList());
      }
      throw new StartRefused(
          "The signer's jars are not in "
              + lib(distribution)
              + "; build with ./qv or mvn package.");
    }
  }

  private static Path lib(Path distribution) {
    return distribution.resolve("signer").resolve("lib");
  }

  /** All of the signer's jars, as the {@code java} command takes them. */
  static String classPath(Path distribution) {
    return lib(distribution) + "/*";
  }

  /** The command of the JVM that runs this. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Options from outside could load an agent or open a debugger into the process with the keys. */
  static void clear(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LANG"));
  }

  private final Program program;
  private final Path data;
  private final Thread keeper;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Restarts restarts = new Restarts(System::nanoTime);
  private final Supplier<Optional<String>> unready;
  private volatile @Nullable Process process;

  private SignerProcess(Program program, Path data, Supplier<Optional<String>> unready) {
    this.program = program;
    this.data = data;
    this.unready = unready;
    this.keeper = Thread.ofPlatform().name("signer-keeper").daemon().unstarted(this::keep);
  }

  /**
   * Starts it and returns at once; {@link #hindrance} says whether it is ready.
   *
   * @param data has the folders {@code run} and {@code logs}
   * @param unready why the process takes no work at this moment; empty if it does
   */
  static SignerProcess start(
      Program program,
      Path data,
      Map<String, Object> configuration,
      Supplier<Optional<String>> unready) {
    try {
      var _ = new SignerOrphans(data).end();
      store(data, configuration);
      SignerProcess signer = new SignerProcess(program, data, unready);
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
    if (ending.getCount() == 0) {
      return; // closed while it waited
    }
    restarts.started();
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(FLAGS);
    command.addAll(program.moreFlags());
    command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
    command.add(SignerOrphans.argument(data));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    clear(builder.environment());
    Process started = builder.start();
    process = started;
    new RollingLog(log(), RollingLog.USUAL_LIMIT).follow(started.getInputStream());
    ProcessMark.of(started.toHandle()).write(pidFile(data));
  }

  private void keep() {
    try {
      while (true) {
        String reason = awaitEnd();
        if (ending.getCount() == 0) {
          return;
        }
        Duration pause = restarts.ended(reason);
        LOG.atWarn()
            .addKeyValue("reason", reason)
            .addKeyValue("pauseMs", pause.toMillis())
            .log("The signer ended; starting it again");
        if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        spawnAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why it ended; asks meanwhile whether it got ready, which it cannot be asked afterwards. */
  private String awaitEnd() throws InterruptedException {
    Process current = process;
    if (current == null) {
      return "it could not be started";
    }
    while (!restarts.wasReady()
        && !current.waitFor(ASK_WHETHER_READY_EVERY_MS, TimeUnit.MILLISECONDS)) {
      var _ = asked();
    }
    return Restarts.reason(current.waitFor());
  }

  // A machine that has no memory or process to give now may have one later.
  private void spawnAgain() {
    try {
      spawn();
    } catch (IOException e) {
      process = null;
      LOG.error("The signer cannot be started", e);
    }
  }

  /** Why the process does not live, or is not ready; whoever hears that it is may kill it. */
  Optional<String> hindrance() {
    Process current = process;
    return current != null && current.isAlive()
        ? asked()
        : Optional.of("not running; see " + log());
  }

  private Optional<String> asked() {
    var answer = unready.get();
    if (answer.filter(hindrance -> !PeoplesWork.is(hindrance)).isEmpty()) {
      restarts.ready();
    }
    return answer;
  }

  /** How often it had to be started again, and why; empty while it never had. */
  String restarts() {
    return restarts.told();
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

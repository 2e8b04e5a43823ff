package io.quantumvault.standalone.platform;

import io.quantumvault.schemas.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, PostgreSQL and the outbox connector between them, on one data folder. When {@link #start}
 * returns, topics, access rules, tables and roles are in place and outbox rows are being carried.
 */
public final class Platform implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final DataFolder folder;
  private final KafkaBroker broker;
  private final PostgresServer postgres;
  private final OutboxConnector outbox;
  private final Deque<AutoCloseable> open;

  private Platform(
      DataFolder folder,
      KafkaBroker broker,
      PostgresServer postgres,
      OutboxConnector outbox,
      Deque<AutoCloseable> open) {
    this.folder = folder;
    this.broker = broker;
    this.postgres = postgres;
    this.outbox = outbox;
    this.open = open;
  }

  /**
   * Starts everything; nothing is left running when it throws.
   *
   * @throws StartRefused for what the person who starts it can mend: a taken port, a foreign or
   *     busy folder, a machine where PostgreSQL cannot run
   */
  public static Platform start(PlatformSettings settings) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    DataFolder folder = DataFolder.open(settings.dataDir());
    open.push(folder);
    return start(folder, settings, (step, took) -> {}, open);
  }

  /** Is told of each part as it comes up, from any thread. */
  @FunctionalInterface
  public interface Steps {
    /** This part is up, and took so long. */
    void done(String step, Duration took);

    /** Asked before each part; what it throws ends the start. */
    default void before(String step) {}
  }

  /**
   * The same in a folder that the caller has opened and closes, telling each step. The settings'
   * own folder is not looked at.
   */
  public static Platform start(DataFolder folder, PlatformSettings settings, Steps steps) {
    return start(folder, settings, steps, new ArrayDeque<>());
  }

  private static Platform start(
      DataFolder folder, PlatformSettings settings, Steps steps, Deque<AutoCloseable> open) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Path data = folder.path();
      Secrets secrets = Secrets.in(data.resolve("secrets"));
      CompletableFuture<KafkaBroker> kafka =
          inParallel(
              timed(
                  "Kafka",
                  steps,
                  () -> KafkaBroker.start(data.resolve("kafka"), settings.kafkaPort(), secrets)),
              open,
              threads);
      CompletableFuture<PostgresServer> database =
          inParallel(
              timed(
                  "PostgreSQL",
                  steps,
                  () ->
                      PostgresServer.start(
                          data.resolve("postgres"),
                          settings.cacheDir().toAbsolutePath(),
                          settings.postgresPort(),
                          secrets)),
              open,
              threads);
      // Both, whatever happens: a half that starts after the other failed must be closed too.
      CompletableFuture.allOf(kafka, database).join();
      OutboxConnector outbox =
          timed(
                  "outbox connector",
                  steps,
                  () ->
                      OutboxConnector.start(
                          data.resolve("connect"), kafka.join(), database.join(), secrets))
              .get();
      open.push(outbox);
      return new Platform(folder, kafka.join(), database.join(), outbox, open);
    } catch (CompletionException e) {
      closeAll(open);
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      closeAll(open);
      throw e;
    }
  }

  private static <T> Supplier<T> timed(String step, Steps steps, Supplier<T> start) {
    return () -> {
      steps.before(step);
      long began = System.nanoTime();
      T started = start.get();
      steps.done(step, Duration.ofNanos(System.nanoTime() - began));
      return started;
    };
  }

  private static <T extends AutoCloseable> CompletableFuture<T> inParallel(
      Supplier<T> start, Deque<AutoCloseable> open, ExecutorService threads) {
    return CompletableFuture.supplyAsync(
        () -> {
          T started = start.get();
          synchronized (open) {
            open.push(started);
          }
          return started;
        },
        threads);
  }

  /**
   * One platform for this whole process on free ports and a temporary folder, for tests. Started by
   * the first call, ended with the process; closing it does nothing.
   */
  public static Platform startTemporary() {
    return TemporaryPlatform.shared();
  }

  /** Absolute. */
  public Path dataDir() {
    return folder.path();
  }

  public KafkaBroker kafka() {
    return broker;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public OutboxConnector outbox() {
    return outbox;
  }

  /** What a Kafka client needs to connect as this user. */
  public Map<String, Object> clientSettings(Principal principal) {
    return broker.clientSettings(principal);
  }

  @Override
  public void close() {
    if (!TemporaryPlatform.isShared(this)) {
      end();
    }
  }

  void end() {
    closeAll(open);
  }

  // Last opened first; one that fails to close must not keep the others open.
  private static void closeAll(Deque<AutoCloseable> open) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("Closing the platform", e);
      }
    }
  }
}

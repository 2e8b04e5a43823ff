package io.quantumvault.signer.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AccountObserved;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.signer.account.Observations;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.account.WatchedBot;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Publishes the ledger's events to executions-v1, each wallet's in its order, and marks them. A
 * crash between the two publishes some twice: readers go by the sequence. Readings of accounts go
 * out directly; the next one makes good a lost one.
 */
public final class ExecutionPublisher implements Observations, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutionPublisher.class);
  private static final int BATCH = 500;
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private final Database database;
  private final KafkaTemplate<byte[], byte[]> kafka;
  private final InstantSource clock;
  private final Semaphore waiting = new Semaphore(0);
  private @Nullable Thread thread;

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(UUID eventId, String wallet, byte[] payload) {}

  /** Takes where events are read and written. */
  public ExecutionPublisher(
      Database database, KafkaTemplate<byte[], byte[]> kafka, InstantSource clock) {
    this.database = database;
    this.kafka = kafka;
    this.clock = clock;
  }

  /** Starts with what an earlier process left unpublished. */
  public void start() {
    thread = Thread.ofVirtual().name("execution-publisher").start(this::run);
  }

  /** Events wait; returns at once. */
  public void eventsWaiting() {
    waiting.release();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          if (publish() == BATCH) {
            continue;
          }
          if (waiting.tryAcquire(LOOK_ANYWAY.toMillis(), TimeUnit.MILLISECONDS)) {
            waiting.drainPermits();
          }
        } catch (RuntimeException e) {
          LOG.atWarn().setCause(e).log("Events were not published; trying again");
          Thread.sleep(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Publishes one batch and says how many it was. */
  private int publish() throws InterruptedException {
    var rows = database.inTransaction(ExecutionPublisher::unpublished);
    if (rows.isEmpty()) {
      return 0;
    }
    var sent = new ArrayList<CompletableFuture<?>>();
    for (var row : rows) {
      sent.add(kafka.send(Topics.EXECUTIONS.name(), row.wallet().getBytes(UTF_8), row.payload()));
    }
    kafka.flush();
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    database.inTransaction(c -> mark(c, rows));
    return rows.size();
  }

  private static List<Row> unpublished(Connection c) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var s =
            c.prepareStatement(
                "SELECT event_id, agent_wallet, payload FROM ledger.events WHERE published_at IS NULL"
                    + " ORDER BY agent_wallet, sequence LIMIT "
                    + BATCH);
        var row = s.executeQuery()) {
      while (row.next()) {
        rows.add(new Row(row.getObject(1, UUID.class), row.getString(2), row.getBytes(3)));
      }
    }
    return rows;
  }

  private boolean mark(Connection c, List<Row> rows) throws SQLException {
    Array ids = c.createArrayOf("uuid", rows.stream().map(Row::eventId).toArray());
    try (var s =
        c.prepareStatement("UPDATE ledger.events SET published_at = ? WHERE event_id = ANY (?)")) {
      s.setTimestamp(1, Timestamp.from(clock.instant()));
      s.setArray(2, ids);
      s.executeUpdate();
      return true;
    }
  }

  @Override
  public void observed(WatchedBot bot, Reading reading) {
    var grant = bot.grantId() == null ? "" : bot.grantId().toString();
    var observed =
        AccountObserved.newBuilder()
            .setEnvelope(ExecutionEvents.envelope("", "", reading.observedAt()))
            .setBotId(bot.botId().toString())
            .setAgentWallet(bot.agentWallet())
            .setOwner(bot.owner())
            .setGrantId(grant)
            .setAccount(ExecutionEvents.account(reading));
    var _ =
        kafka.send(
            Topics.EXECUTIONS.name(),
            bot.agentWallet().getBytes(UTF_8),
            ExecutionRecord.newBuilder().setAccount(observed).build().toByteArray());
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

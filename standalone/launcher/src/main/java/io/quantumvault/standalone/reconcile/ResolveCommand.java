package io.quantumvault.standalone.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Resolution;
import io.quantumvault.schemas.v1.Resolve;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code qv admin resolve}: orders the end of an unknown outcome and waits for what comes of it.
 */
public final class ResolveCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int REFUSED = 1;
  private static final int LONGEST_REASON = 200;
  private static final Map<String, Resolution> WORDS =
      Map.of(
          "CONFIRMED", Resolution.RESOLUTION_CONFIRMED,
          "FAILED", Resolution.RESOLUTION_FAILED,
          "EXPIRED", Resolution.RESOLUTION_EXPIRED);

  private final Connections connections;
  private final LedgerTables ledger;
  private final OrderSender orders;
  private final InstantSource clock;
  private final PrintStream out;

  /** Takes where everything is, who is named in the order, and where to tell what came of it. */
  public ResolveCommand(Connections connections, InstantSource clock, String by, PrintStream out) {
    this.connections = connections;
    this.ledger = new LedgerTables(connections.database());
    this.orders = new OrderSender(connections, clock, by);
    this.clock = clock;
    this.out = out;
  }

  /** What was asked for, understood. */
  public record Request(UUID intentId, Resolution resolution, String word, String reason) {
    /**
     * Reads the words after the command.
     *
     * @throws StartRefused naming the first that is not understood
     */
    public static Request of(List<String> words, String reason) {
      if (words.size() != 2) {
        throw new StartRefused(
            "qv admin resolve needs an intent's id and CONFIRMED, FAILED or EXPIRED.");
      }
      var resolution = WORDS.get(words.get(1));
      if (resolution == null) {
        throw new StartRefused(
            words.get(1) + " is no end of a transaction: CONFIRMED, FAILED or EXPIRED.");
      }
      if (reason.isBlank() || reason.length() > LONGEST_REASON) {
        throw new StartRefused(
            "--reason needs words after it that say how you know, at most "
                + LONGEST_REASON
                + " characters.");
      }
      try {
        return new Request(UUID.fromString(words.get(0)), resolution, words.get(1), reason);
      } catch (IllegalArgumentException e) {
        throw new StartRefused(words.get(0) + " is no intent's id.");
      }
    }
  }

  /**
   * Orders it.
   *
   * @return 0 if the intent has ended so, 1 if not; what it printed says why
   * @throws StartRefused if the intent is not known or its outcome is not unknown
   */
  public int run(Request request) {
    try {
      var row = row(request.intentId());
      var partition =
          new TopicPartition(Topics.EXECUTIONS.name(), KafkaRecords.partition(row.agentWallet()));
      try (var consumer = connections.topics().consumer()) {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        var validUntil = clock.instant().plus(PATIENCE);
        var order =
            Resolve.newBuilder()
                .setIntentId(request.intentId().toString())
                .setResolution(request.resolution())
                .setReason(request.reason())
                .setValidUntilMs(validUntil.toEpochMilli());
        var id = orders.newId();
        orders.send(
            id,
            row.agentWallet(),
            row.owner(),
            row.signalId() == null ? "" : row.signalId().toString(),
            AdminOrder.newBuilder().setResolve(order));
        return told(request, answer(consumer, row, id));
      }
    } catch (SQLException | KafkaException e) {
      throw new StartRefused("It was not ordered: " + e.getMessage() + ".", e);
    }
  }

  private LedgerTables.Row row(UUID intentId) throws SQLException {
    var row =
        ledger
            .row(intentId)
            .orElseThrow(() -> new StartRefused("The ledger has no intent " + intentId + "."));
    if (!row.state().equals("OUTCOME_UNKNOWN")) {
      throw new StartRefused(
          "Intent "
              + intentId
              + " is "
              + row.state()
              + "; only an OUTCOME_UNKNOWN can be resolved.");
    }
    return row;
  }

  /** The event that answers the order, or an end the intent came to by itself. */
  private static Optional<ExecutionEvent> answer(
      Consumer<byte[], byte[]> consumer, LedgerTables.Row row, UUID orderId) {
    var key = row.agentWallet().getBytes(UTF_8);
    // A little longer than the order is valid: its answer has to come here.
    long until = System.nanoTime() + PATIENCE.plusSeconds(5).toNanos();
    while (System.nanoTime() < until) {
      for (var record : consumer.poll(POLL)) {
        if (Arrays.equals(key, record.key())) {
          var event = event(record.value());
          if (event.isPresent()
              && event.get().getIntentId().equals(row.intentId().toString())
              && (Told.orderId(event.get()).equals(orderId.toString())
                  || !event.get().hasOutcomeUnknown())) {
            return event;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ExecutionEvent> event(byte[] value) {
    try {
      var record = ExecutionRecord.parseFrom(value);
      return record.hasExecution() ? Optional.of(record.getExecution()) : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private int told(Request request, Optional<ExecutionEvent> answer) {
    if (answer.isEmpty()) {
      out.printf(
          "No signer has answered within %d seconds; the order is void now, and %s stays unknown.%n",
          PATIENCE.toSeconds(), request.intentId());
      return REFUSED;
    }
    var event = answer.get();
    if (event.hasOutcomeUnknown()) {
      out.println("Refused: " + event.getOutcomeUnknown().getDetail());
      return REFUSED;
    }
    var end = event.getKindCase().name();
    out.printf(
        "%s is %s%s%n",
        request.intentId(), end, Told.orderId(event).isEmpty() ? ", as the chain has it" : "");
    return end.equals(request.word()) ? 0 : REFUSED;
  }
}

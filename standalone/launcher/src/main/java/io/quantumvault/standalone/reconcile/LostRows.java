package io.quantumvault.standalone.reconcile;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.standalone.reconcile.LostRow.State;
import io.quantumvault.standalone.reconcile.LostRow.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a ledger that was set back must get again, by what was published of it. Each intent
 * that the events name and that has no row gets one, so that its id can never be signed again and
 * limits count it. What was signed and has no end comes back as an unknown outcome: only the signer
 * judges what became of a transaction, and its end is published like every other. A row that only
 * says that its intent was refused is lost too, where the events know of a transaction. Where a
 * number is in no event, more is counted rather than less.
 */
final class LostRows {
  /** A refusal that the signer knows, for what its owner had not signed yet. */
  private static final String NEVER_SIGNED = "LEDGER_BEHIND";

  private LostRows() {}

  /**
   * The rows, in the order of their first events.
   *
   * @param events of one wallet
   * @param known ids that have a row
   * @param intents by id, as far as intents-v1 has them
   * @param partition of the wallet
   */
  static List<LostRow> of(
      List<ExecutionEvent> events, KnownRows known, Map<UUID, SourcedIntent> intents, int partition)
      throws NotMended {
    var byIntent = new LinkedHashMap<UUID, List<ExecutionEvent>>();
    events.stream()
        .sorted(Comparator.comparingLong(ExecutionEvent::getSequence))
        .forEach(event ->
            intentId(event)
                .filter(id -> !known.settled().contains(id))
                .ifPresent(id -> byIntent.computeIfAbsent(id, i -> new ArrayList<>()).add(event)));
    var rows = new ArrayList<LostRow>();
    for (var its : byIntent.entrySet()) {
      var id = its.getKey();
      var row = row(id, its.getValue(), intents.get(id), partition);
      if (row.state() != State.REFUSED || !known.refused().contains(id)) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The intent that an event names; none for a record that was not believed. */
  static Optional<UUID> intentId(ExecutionEvent event) {
    return event.getIntentId().isEmpty()
        ? Optional.empty()
        : Optional.of(UUID.fromString(event.getIntentId()));
  }

  private static LostRow row(
      UUID id, List<ExecutionEvent> events, @Nullable SourcedIntent sourced, int partition)
      throws NotMended {
    var first = events.getFirst();
    var last = telling(events);
    var state = state(last);
    var intent = sourced == null ? invented(id, first) : sourced.payload();
    boolean cancel = intent.getAction() == Action.ACTION_CANCEL;
    return new LostRow(
        id,
        uuid(first.getSignalId()),
        first.getOwner(),
        UUID.fromString(first.getBotId()),
        uuid(first.getGrantId()),
        sourced == null ? partition : sourced.partition(),
        sourced == null ? -1 : sourced.offset(),
        intent.toByteArray(),
        state,
        state == State.REFUSED ? reason(last) : null,
        Told.detail(last),
        first.getMarket(),
        sourced == null || !cancel,
        cancel ? BigDecimal.ZERO : signedBase(intent),
        cancel || intent.getReduceOnly(),
        intent.getOrderType() == OrderType.ORDER_TYPE_LIMIT,
        state == State.REFUSED ? null : transaction(events, last),
        at(first),
        state == State.OUTCOME_UNKNOWN ? null : at(last));
  }

  /** The last event that says most: an end by the chain, else that it was signed, else the last. */
  private static ExecutionEvent telling(List<ExecutionEvent> events) {
    return events.stream()
        .max(
            Comparator.<ExecutionEvent>comparingInt(LostRows::weight)
                .thenComparingLong(ExecutionEvent::getSequence))
        .orElseThrow();
  }

  private static int weight(ExecutionEvent event) {
    return switch (state(event)) {
      case CONFIRMED, FAILED, EXPIRED -> 2;
      case OUTCOME_UNKNOWN -> 1;
      case REFUSED -> 0;
    };
  }

  private static State state(ExecutionEvent event) {
    return switch (event.getKindCase()) {
      case CONFIRMED -> State.CONFIRMED;
      case FAILED -> State.FAILED;
      case EXPIRED -> State.EXPIRED;
      case SIGNED, SUBMITTED, OUTCOME_UNKNOWN -> State.OUTCOME_UNKNOWN;
      case REFUSED, AWAITING_OWNER -> State.REFUSED;
      case UNVERIFIED, KIND_NOT_SET ->
          throw new IllegalArgumentException("an event that is no step of an intent");
    };
  }

  private static String reason(ExecutionEvent last) {
    return last.hasRefused() ? last.getRefused().getReason() : NEVER_SIGNED;
  }

  private static Transaction transaction(List<ExecutionEvent> events, ExecutionEvent last)
      throws NotMended {
    var signed =
        events.stream()
            .filter(event -> Told.transaction(event).isPresent())
            .findFirst()
            .orElseThrow(() ->
                new NotMended(
                    "the events of intent "
                        + last.getIntentId()
                        + " say that it was signed, and none has its transaction"));
    var its = Told.transaction(signed).orElseThrow();
    return new Transaction(
        its.getWire().toByteArray(),
        Base58.decode(its.getSignature()),
        its.getLastValidBlockHeight(),
        last.hasFailed() ? last.getFailed().getSlot() : last.getConfirmed().getSlot(),
        signed.getSequence(),
        at(signed));
  }

  private static BigDecimal signedBase(TradeIntentPayload intent) {
    var size = new BigDecimal(intent.getSizeBase());
    return intent.getDirection() == Direction.DIRECTION_SHORT ? size.negate() : size;
  }

  /**
   * An intent that intents-v1 has lost: only its fate is ever asked for, and while that is unknown
   * no entry of its bot passes, whatever its size was.
   */
  private static TradeIntentPayload invented(UUID id, ExecutionEvent first) {
    boolean signal = !first.getSignalId().isEmpty();
    return TradeIntentPayload.newBuilder()
        .setEnvelope(first.getEnvelope())
        .setIntentId(id.toString())
        .setSignalId(first.getSignalId())
        .setOrigin(signal ? IntentOrigin.INTENT_ORIGIN_SIGNAL : IntentOrigin.INTENT_ORIGIN_FLATTEN)
        .setStopId(signal ? "" : id.toString())
        .setBotId(first.getBotId())
        .setAgentWallet(first.getAgentWallet())
        .setOwner(first.getOwner())
        .setGrantId(first.getGrantId())
        .setPolicySha256(ByteString.copyFrom(new byte[32]))
        .setMarket(first.getMarket())
        .setAction(Action.ACTION_BUY)
        .setDirection(Direction.DIRECTION_LONG)
        .setOrderType(OrderType.ORDER_TYPE_MARKET)
        .setSizeBase("0")
        .setDeadlineMs(1)
        .build();
  }

  private static @Nullable UUID uuid(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  private static Instant at(ExecutionEvent event) {
    return Instant.ofEpochMilli(event.getEnvelope().getOccurredAtMs());
  }
}

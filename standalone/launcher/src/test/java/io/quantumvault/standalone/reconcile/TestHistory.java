package io.quantumvault.standalone.reconcile;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.Confirmed;
import io.quantumvault.schemas.v1.ExecutionEvent.Expired;
import io.quantumvault.schemas.v1.ExecutionEvent.Failed;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionEvent.OutcomeUnknown;
import io.quantumvault.schemas.v1.ExecutionEvent.Refused;
import io.quantumvault.schemas.v1.ExecutionEvent.Signed;
import io.quantumvault.schemas.v1.ExecutionEvent.Submitted;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A wallet's history: the events in their order, and after each the rows that the ledger has. */
final class TestHistory {

  private static final long AT_MS = 1_780_000_000_000L;
  private static final List<KindCase> ENDS =
      List.of(KindCase.CONFIRMED, KindCase.FAILED, KindCase.EXPIRED);

  final UUID bot = Ids.newId();
  final UUID grant = Ids.newId();
  final String wallet;
  final String owner;
  final List<ExecutionEvent> events = new ArrayList<>();

  /** The ids that have a row, after as many events. */
  final List<Set<UUID>> rows = new ArrayList<>(List.of(Set.of()));

  final Map<UUID, SourcedIntent> intents = new HashMap<>();
  private final Map<UUID, UUID> signals = new HashMap<>();
  private final Random random;
  private final Map<UUID, KindCase> open = new LinkedHashMap<>();

  TestHistory(Random random) {
    this.random = random;
    this.wallet = Base58.encode(bytes(32));
    this.owner = Base58.encode(bytes(32));
  }

  /** Intents come, are refused or signed, and go on or not, in any mixture. */
  static TestHistory any(Random random) {
    var history = new TestHistory(random);
    int steps = random.nextInt(40);
    for (int i = 0; i < steps; i++) {
      history.step();
    }
    return history;
  }

  private void step() {
    int what = random.nextInt(4);
    if (what == 0 || open.isEmpty()) {
      signed(intent(random.nextInt(5) > 0));
    } else if (what == 1) {
      refused(intent(true));
    } else if (what == 2 && random.nextInt(6) == 0) {
      unbelieved();
    } else {
      var id = open.keySet().stream().skip(random.nextInt(open.size())).findFirst().orElseThrow();
      goOn(id);
    }
  }

  /** A new intent; one that is not sourced is in no record of intents-v1 any more. */
  UUID intent(boolean sourced) {
    var signal = Ids.newId();
    var id = Ids.intentId(signal);
    signals.put(id, signal);
    if (sourced) {
      intents.put(
          id,
          new SourcedIntent(
              3,
              intents.size(),
              TradeIntentPayload.newBuilder()
                  .setIntentId(id.toString())
                  .setSignalId(signal.toString())
                  .setOrigin(IntentOrigin.INTENT_ORIGIN_SIGNAL)
                  .setBotId(bot.toString())
                  .setAgentWallet(wallet)
                  .setOwner(owner)
                  .setGrantId(grant.toString())
                  .setPolicySha256(ByteString.copyFrom(bytes(32)))
                  .setMarket("SOL-PERP")
                  .setAction(Action.ACTION_SELL)
                  .setDirection(Direction.DIRECTION_SHORT)
                  .setOrderType(OrderType.ORDER_TYPE_LIMIT)
                  .setSizeBase("1.5")
                  .setLimitPrice("150.25")
                  .setDeadlineMs(AT_MS)
                  .setReduceOnly(random.nextBoolean())
                  .build()));
    }
    return id;
  }

  void signed(UUID id) {
    open.put(id, KindCase.SIGNED);
    add(of(KindCase.SIGNED, id), true);
  }

  void refused(UUID id) {
    add(event(id).setRefused(Refused.newBuilder().setReason("FROZEN")), true);
  }

  private void unbelieved() {
    add(
        ExecutionEvent.newBuilder().setUnverified(ExecutionEvent.Unverified.getDefaultInstance()),
        false);
  }

  private void goOn(UUID id) {
    if (open.get(id) == KindCase.SIGNED) {
      open.put(id, KindCase.SUBMITTED);
      add(of(KindCase.SUBMITTED, id), false);
    } else if (random.nextInt(4) == 0) {
      add(of(KindCase.OUTCOME_UNKNOWN, id), false);
    } else {
      end(id, ENDS.get(random.nextInt(ENDS.size())));
    }
  }

  void end(UUID id, KindCase kind) {
    open.remove(id);
    add(of(kind, id), false);
  }

  private void add(ExecutionEvent.Builder event, boolean born) {
    events.add(event.setAgentWallet(wallet).setSequence(events.size() + 1L).build());
    var known = new TreeSet<>(rows.getLast());
    if (born) {
      known.add(UUID.fromString(event.getIntentId()));
    }
    rows.add(known);
  }

  /** A step that has a transaction: the same bytes in each event of an intent. */
  private ExecutionEvent.Builder of(KindCase kind, UUID id) {
    var event = event(id);
    var its = transaction(id);
    return switch (kind) {
      case SIGNED -> event.setSigned(Signed.newBuilder().setTransaction(its));
      case SUBMITTED -> event.setSubmitted(Submitted.newBuilder().setTransaction(its));
      case CONFIRMED -> event.setConfirmed(Confirmed.newBuilder().setTransaction(its).setSlot(77));
      case FAILED -> event.setFailed(Failed.newBuilder().setTransaction(its).setSlot(77));
      case EXPIRED -> event.setExpired(Expired.newBuilder().setTransaction(its));
      case OUTCOME_UNKNOWN ->
          event.setOutcomeUnknown(OutcomeUnknown.newBuilder().setTransaction(its));
      case REFUSED, AWAITING_OWNER, UNVERIFIED, KIND_NOT_SET -> throw new AssertionError(kind);
    };
  }

  ExecutionEvent.Builder event(UUID id) {
    return ExecutionEvent.newBuilder()
        .setEnvelope(Envelope.newBuilder().setOccurredAtMs(AT_MS + events.size()))
        .setIntentId(id.toString())
        .setSignalId(String.valueOf(signals.get(id)))
        .setBotId(bot.toString())
        .setOwner(owner)
        .setGrantId(grant.toString())
        .setMarket("SOL-PERP");
  }

  private static ExecutionEvent.Transaction transaction(UUID id) {
    var its = new Random(id.hashCode());
    byte[] signature = new byte[64];
    its.nextBytes(signature);
    byte[] wire = new byte[100];
    its.nextBytes(wire);
    return ExecutionEvent.Transaction.newBuilder()
        .setSignature(Base58.encode(signature))
        .setWire(ByteString.copyFrom(wire))
        .setLastValidBlockHeight(5000)
        .build();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.book.ExecutionStep;
import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.book.Imprint;
import io.quantumvault.policy.book.Remembered;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.Exposure;
import io.quantumvault.policy.decision.SeenBefore;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.inbound.ReadSignal;
import io.quantumvault.policy.inbound.Snapshot;
import io.quantumvault.policy.inbound.SnapshotReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What each kind of record does to a wallet's state. One task uses one stage, in one thread. */
final class WalletStage {
  private static final int PARSED = 20_000;

  private final WalletStore store;
  private final GlobalReadings global;
  private final SnapshotReader reader;
  private final StageMetrics metrics;

  /** Parsed snapshots; the store stays the truth, so losing this costs only time. */
  private final Kept<Snapshot> parsed = new Kept<>(PARSED);

  /** The last step seen of each wallet: those under way are not written down. */
  private final Kept<Long> lastSeen = new Kept<>(PARSED);

  WalletStage(
      WalletStore store, GlobalReadings global, SnapshotReader reader, StageMetrics metrics) {
    this.store = store;
    this.global = global;
    this.reader = reader;
    this.metrics = metrics;
  }

  /** Takes a snapshot with a higher version; the outbox may deliver one twice. */
  void snapshot(String wallet, byte @Nullable [] value) throws UnreadableRecord {
    var snapshot = reader.read(wallet, value);
    var entry = store.entry(wallet);
    if (snapshot.stateVersion() <= entry.stateVersion() || value == null) {
      dropped(wallet, snapshot);
      return;
    }
    store.putSnapshot(wallet, value);
    store.put(wallet, entry.withVersion(snapshot.stateVersion()));
    parsed.put(wallet, snapshot);
  }

  /** A restored database counts on from where it was: what it says from then on goes unheard. */
  private void dropped(String wallet, Snapshot older) {
    metrics.dropped("old-snapshot");
    var held = snapshotOf(wallet);
    if (held != null && older.occurredAt().isAfter(held.occurredAt())) {
      metrics.alarm("snapshot-of-a-restored-database");
    }
  }

  /** Freezes the wallet until a newer snapshot can be read. */
  void unreadable(String wallet) {
    store.put(wallet, store.entry(wallet).asUnreadable());
  }

  /** Applies a step once; one that changes nothing touches no state, and says so. */
  boolean step(String wallet, ExecutionStep step, Instant now) {
    var entry = store.entry(wallet);
    long known = lastSeen.get(wallet, key -> 0L);
    long last = Math.max(entry.lastSequence(), known);
    if (step.sequence() <= last) {
      metrics.dropped("old-step");
      return false;
    }
    if (known > 0 && step.sequence() > last + 1) {
      metrics.alarm("step-missing");
    }
    lastSeen.put(wallet, step.sequence());
    if (step.outcome() == Outcome.UNDER_WAY && step.account() == null) {
      return false;
    }
    store.put(wallet, entry.withSequence(step.sequence()));
    if (step.botId() != null) {
      var book = store.book(wallet, step.botId());
      if (step.outcome() == Outcome.VOID && book.pursues(step.intentId())) {
        metrics.alarm("exit-refused");
      }
      book.apply(step, now);
      store.put(wallet, step.botId(), book);
    }
    return true;
  }

  /**
   * The answer where what is stored of the wallet cannot be read: nothing is known, so nothing
   * goes.
   */
  static SignalOutcome frozen(ReadSignal signal, Instant now) {
    var request =
        new DecisionRequest(
            now,
            signal.alert(),
            new Standing(true, false, true, false, null, 0, null),
            SeenBefore.NEVER,
            new Activity(0, 0, 0),
            Entries.NONE,
            Map.of(),
            null,
            List.of());
    return switch (Decider.decide(request)) {
      case Decision.Rejected rejected -> new SignalOutcome.Refused(request, rejected);
      case Decision.Approved approved ->
          throw new IllegalStateException("a frozen bot's order was approved");
    };
  }

  /** Takes a reading of a bot's account, unless an older one. */
  void observation(String wallet, UUID botId, Account account) {
    var book = store.book(wallet, botId);
    if (book.observe(account)) {
      store.put(wallet, botId, book);
    } else {
      metrics.dropped("old-account");
    }
  }

  /** Decides a signal, and remembers that it did. */
  SignalOutcome signal(String wallet, ReadSignal signal, Instant now) {
    var alert = signal.alert();
    if (store.remembers(wallet, alert.botId(), Remembered.Kind.SIGNAL, alert.signalId())) {
      return new SignalOutcome.Redelivered();
    }
    var book = store.book(wallet, alert.botId());
    var request = request(wallet, signal, book, now);
    var decision = Decider.decide(request);
    if (signal.source().getDryRun()) {
      return new SignalOutcome.Tested(request, decision);
    }
    Remembered.of(signal.imprint(), now).forEach(id -> store.remember(wallet, alert.botId(), id));
    return switch (decision) {
      case Decision.Approved approved -> {
        var intents = new Approval(signal, request, approved).enter(book);
        store.put(wallet, alert.botId(), book);
        yield new SignalOutcome.Intended(intents);
      }
      case Decision.Rejected rejected -> {
        if (rejected.endsPursuit() && !book.pursuits().isEmpty()) {
          book.endPursuitOfSignal(alert.market());
          store.put(wallet, alert.botId(), book);
        }
        yield new SignalOutcome.Refused(request, rejected);
      }
    };
  }

  private DecisionRequest request(String wallet, ReadSignal signal, BotBook book, Instant now) {
    var alert = signal.alert();
    var reservations = book.reservations();
    var markets = new TreeSet<>(Exposure.markets(book.account(), reservations));
    markets.add(alert.market());
    return new DecisionRequest(
        now,
        alert,
        standing(wallet, alert.botId(), signal.source().getOwner(), book),
        seen(wallet, signal.imprint(), book, signal),
        book.activity(now),
        book.entries(alert.market()),
        global.quotes(markets),
        book.account(),
        reservations);
  }

  private SeenBefore seen(String wallet, Imprint imprint, BotBook book, ReadSignal signal) {
    var botId = signal.alert().botId();
    var nonce = imprint.nonce();
    return new SeenBefore(
        nonce != null && store.remembers(wallet, botId, Remembered.Kind.NONCE, nonce),
        store.remembers(wallet, botId, Remembered.Kind.CONTENT, imprint.content()),
        book.beyondMemory(imprint),
        signal.alert().positionAfter() != null
            && book.overtaken(signal.alert().market(), signal.alert().alertTime()));
  }

  /** A bot's standing under the owner whom a record names; an unknown outcome only lets reduce. */
  Standing standing(String wallet, UUID botId, String owner, BotBook book) {
    var entry = store.entry(wallet);
    var snapshot = snapshotOf(wallet);
    var standing =
        snapshot == null
            ? Snapshot.unknown(entry.stateVersion(), global.frozen(), entry.unreadable())
            : snapshot.standing(botId, owner, global.frozen(), entry.unreadable());
    return book.outcomeUnknown() ? standing.onlyReducing() : standing;
  }

  /** The newest snapshot of the wallet that could be read. */
  @Nullable Snapshot snapshotOf(String wallet) {
    var known = parsed.find(wallet);
    if (known != null) {
      return known; // its bytes are long, and every touch of the wallet comes by here
    }
    byte[] stored = store.snapshot(wallet);
    return stored == null ? null : parsed.get(wallet, key -> parse(wallet, stored));
  }

  private Snapshot parse(String wallet, byte[] stored) {
    try {
      return reader.read(wallet, stored);
    } catch (UnreadableRecord e) {
      throw new CorruptState("only readable snapshots are stored", e);
    }
  }
}

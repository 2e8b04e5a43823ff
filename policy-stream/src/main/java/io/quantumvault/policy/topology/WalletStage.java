package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.book.ExecutionStep;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Exposure;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.inbound.ReadSignal;
import io.quantumvault.policy.inbound.Snapshot;
import io.quantumvault.policy.inbound.SnapshotReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import io.quantumvault.schemas.ids.Ids;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What each kind of record does to a wallet's state. One task uses one stage, in one thread. */
final class WalletStage {
  private final WalletStore store;
  private final GlobalReadings global;
  private final SnapshotReader reader;
  private final StageMetrics metrics;

  /** Parsed snapshots; the store stays the truth, so losing this costs only time. */
  private final Map<String, Snapshot> parsed = new HashMap<>();

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
      metrics.dropped("old-snapshot");
      return;
    }
    store.putSnapshot(wallet, value);
    store.put(wallet, entry.withVersion(snapshot.stateVersion()));
    parsed.put(wallet, snapshot);
  }

  /** Freezes the wallet until a newer snapshot can be read. */
  void unreadable(String wallet) {
    store.put(wallet, store.entry(wallet).asUnreadable());
  }

  /** Applies a step once. */
  void step(String wallet, ExecutionStep step) {
    var entry = store.entry(wallet);
    if (step.sequence() <= entry.lastSequence()) {
      metrics.dropped("old-step");
      return;
    }
    if (entry.lastSequence() > 0 && step.sequence() > entry.lastSequence() + 1) {
      metrics.alarm("step-missing");
    }
    store.put(wallet, entry.withSequence(step.sequence()));
    if (step.botId() != null) {
      var book = store.book(wallet, step.botId());
      book.apply(step);
      store.put(wallet, step.botId(), book);
    }
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
    var book = store.book(wallet, alert.botId());
    if (book.decided(alert.signalId())) {
      return new SignalOutcome.Redelivered();
    }
    var decision = Decider.decide(request(wallet, signal, book, now));
    if (signal.source().getDryRun()) {
      return new SignalOutcome.Tested(decision);
    }
    var intentId = Ids.intentId(alert.signalId());
    book.record(signal.imprint(), intentId, decision, now);
    store.put(wallet, alert.botId(), book);
    return switch (decision) {
      case Decision.Approved approved -> new SignalOutcome.Intended(intentId, approved);
      case Decision.Rejected rejected -> new SignalOutcome.Refused(rejected);
    };
  }

  private DecisionRequest request(String wallet, ReadSignal signal, BotBook book, Instant now) {
    var reservations = book.reservations();
    var markets = new TreeSet<>(Exposure.markets(book.account(), reservations));
    markets.add(signal.alert().market());
    return new DecisionRequest(
        now,
        signal.alert(),
        standing(wallet, signal),
        book.seen(signal.imprint()),
        book.activity(now),
        global.quotes(markets),
        book.account(),
        reservations);
  }

  private Standing standing(String wallet, ReadSignal signal) {
    var entry = store.entry(wallet);
    var snapshot = snapshotOf(wallet);
    return snapshot == null
        ? Snapshot.unknown(entry.stateVersion(), global.frozen(), entry.unreadable())
        : snapshot.standing(
            signal.alert().botId(),
            signal.source().getOwner(),
            global.frozen(),
            entry.unreadable());
  }

  private @Nullable Snapshot snapshotOf(String wallet) {
    var known = parsed.get(wallet);
    if (known != null) {
      return known;
    }
    byte[] stored = store.snapshot(wallet);
    if (stored == null) {
      return null;
    }
    try {
      var snapshot = reader.read(wallet, stored);
      parsed.put(wallet, snapshot);
      return snapshot;
    } catch (UnreadableRecord e) {
      throw new CorruptState("only readable snapshots are stored", e);
    }
  }
}

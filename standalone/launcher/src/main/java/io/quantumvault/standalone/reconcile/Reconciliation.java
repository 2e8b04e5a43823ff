package io.quantumvault.standalone.reconcile;

import io.quantumvault.control.outbound.PostgresStateRepair;
import io.quantumvault.control.reconcile.StateRepair;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.Reconciled;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds wallets whose ledger, state and marks contradict each other, and brings them together: lost
 * rows come back ended or unknown, ended grants end, stops hold, numbers rise; nothing is signed.
 * Then the signer is ordered to end the hold, which it does if its own look agrees. The same again
 * changes nothing.
 */
public final class Reconciliation {
  private final KafkaRecords kafka;
  private final LedgerTables ledger;
  private final PostgresStateRepair state;
  private final OrderSender orders;

  /**
   * Takes where everything is.
   *
   * @param by who is named in the orders
   */
  public Reconciliation(Connections connections, Clock clock, String by) {
    this.kafka = new KafkaRecords(connections);
    this.ledger = new LedgerTables(connections.database());
    this.state = new PostgresStateRepair(connections.database(), clock);
    this.orders = new OrderSender(connections, clock, by);
  }

  /** What was done for a wallet. */
  public record Done(
      int rowsPutBack,
      int unknownOutcomes,
      int grantsEnded,
      int stopsPutBack,
      Set<UUID> policiesToSave,
      Set<UUID> botsMissing,
      boolean ordered) {
    /** Copies the sets. */
    public Done {
      policiesToSave = Set.copyOf(policiesToSave);
      botsMissing = Set.copyOf(botsMissing);
    }
  }

  /** Wallets that are held or contradict themselves. Changes nothing. */
  List<Situation> open() throws SQLException {
    // What the ledger knows of marks is read before them, where it ends after them: both grow.
    var before = ledger.numbers();
    var marks = kafka.marks();
    var after = ledger.numbers();
    var wallets = new TreeSet<>(marks.keySet());
    wallets.addAll(before.keySet());
    var open = new ArrayList<Situation>();
    for (var wallet : wallets) {
      var known = marks.getOrDefault(wallet, new KnownMarks(wallet, 0, null));
      var then = before.getOrDefault(wallet, Situation.LedgerNumbers.NONE);
      var now = after.getOrDefault(wallet, Situation.LedgerNumbers.NONE);
      var situation =
          new Situation(
              known,
              new Situation.LedgerNumbers(now.last(), then.marked(), then.markedVersion()),
              state.look(known.state()));
      if (situation.open()) {
        open.add(situation);
      }
    }
    return open;
  }

  /**
   * Brings one wallet's stores together and orders the end of its hold.
   *
   * @throws NotMended if events that the ledger lost are in executions-v1 no more; nothing was
   *     changed
   */
  Done reconcile(Situation situation, boolean marksLost) throws SQLException, NotMended {
    var marks = situation.marks();
    var wallet = marks.agentWallet();
    var rows = lostRows(wallet, new EventNumbers(situation.setBackTo(), marks.published()));
    // Before the order: the signer ends the hold only if the ledger names both.
    var id = orders.newId();
    int put =
        ledger.putBack(
            wallet,
            KafkaRecords.partition(wallet),
            rows,
            marks.published(),
            marks.hold().map(hold -> new LedgerTables.Mended(id, hold)).orElse(null));
    var repair = state.repair(marks.state(), marksLost && situation.marksSetBack());
    int grants = repair.map(r -> r.endedGrants().size()).orElse(0);
    int stops = repair.map(r -> r.missingStops().size() + r.reopenedStops().size()).orElse(0);
    var order =
        Reconciled.newBuilder()
            .setMarksLost(marksLost && situation.marksSetBack())
            .setRowsPutBack(put)
            .setGrantsEnded(grants)
            .setStopsPutBack(stops);
    marks.hold().ifPresent(order::setHold);
    orders.send(id, wallet, marks.owner(), "", AdminOrder.newBuilder().setReconciled(order));
    return new Done(
        put,
        (int) rows.stream().filter(r -> r.state() == LostRow.State.OUTCOME_UNKNOWN).count(),
        grants,
        stops,
        repair.map(StateRepair::policyFloors).map(m -> m.keySet()).orElse(Set.of()),
        repair.map(StateRepair::missingBots).orElse(Set.of()),
        marks.hold().isPresent());
  }

  private List<LostRow> lostRows(String wallet, EventNumbers numbers)
      throws SQLException, NotMended {
    // A row that is born meanwhile is not lost: it is there when this one would be inserted.
    var known = ledger.known(wallet);
    var events =
        kafka.events(
            wallet,
            event -> {
              numbers.saw(event.getSequence());
              return LostRows.intentId(event)
                  .filter(id -> !known.settled().contains(id))
                  .isPresent();
            });
    if (!numbers.missing().isEmpty()) {
      throw new NotMended(
          "executions-v1 lacks events that the ledger has lost, by their numbers: "
              + numbers.missing()
              + ". What they told is in no store: restore a newer backup of either, and run this again.");
    }
    var missing = new HashMap<UUID, ExecutionEvent>();
    events.forEach(
        event -> LostRows.intentId(event).ifPresent(id -> missing.putIfAbsent(id, event)));
    var intents =
        missing.isEmpty() ? Map.<UUID, SourcedIntent>of() : kafka.intents(wallet, missing);
    return LostRows.of(events, known, intents, KafkaRecords.partition(wallet));
  }

  /** Waits until the signer has ended the hold; false if it has not in this time. */
  boolean awaitReleased(String agentWallet, Duration within) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (kafka.marks(agentWallet).hold().isPresent()) {
      if (System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(Duration.ofMillis(250));
    }
    return true;
  }
}

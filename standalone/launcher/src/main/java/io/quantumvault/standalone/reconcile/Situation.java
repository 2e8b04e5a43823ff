package io.quantumvault.standalone.reconcile;

import io.quantumvault.control.reconcile.StateRepair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a wallet's stores stand to each other.
 *
 * @param ledger where its ledger ends
 * @param state what the control plane's rows would have to be told; empty if they do not know the
 *     wallet
 */
record Situation(KnownMarks marks, LedgerNumbers ledger, Optional<StateRepair> state) {
  /** Where a ledger ends, and which marks it knows to be acknowledged; all 0 if there is none. */
  record LedgerNumbers(long last, long marked, long markedVersion) {
    static final LedgerNumbers NONE = new LedgerNumbers(0, 0, 0);
  }

  /**
   * The ledger lacks what was published of it. A held one goes on above that, so the hold tells.
   */
  boolean ledgerSetBack() {
    return ledger.last() < marks.published()
        || marks.hold().map(h -> h.getLedgerSequence() < h.getMarkSequence()).orElse(false);
  }

  /**
   * Where the ledger ended before anything was put back. A held one has gone on above what was
   * published, so the hold tells; one that was set back again since tells itself.
   */
  long setBackTo() {
    return marks
        .hold()
        .map(hold -> Math.min(hold.getLedgerSequence(), ledger.last()))
        .orElse(ledger.last());
  }

  /** Marks lack what the ledger knows that Kafka had acknowledged. */
  boolean marksSetBack() {
    return ledger.marked() > marks.published()
        || ledger.markedVersion() > marks.version()
        || marks.hold().map(h -> h.getLedgerSequence() >= h.getMarkSequence()).orElse(false);
  }

  boolean stateSetBack() {
    return state.map(StateRepair::needed).orElse(false);
  }

  /** Whether there is anything to do. */
  boolean open() {
    return marks.hold().isPresent() || ledgerSetBack() || marksSetBack() || stateSetBack();
  }

  /** For people: what contradicts what, with both numbers. */
  List<String> words() {
    var words = new ArrayList<String>();
    var held = marks.hold();
    if (held.isPresent()) {
      words.add(
          "held since %s: the ledger ended at event %d, the marks at %d"
              .formatted(
                  Instant.ofEpochMilli(held.get().getAtMs()),
                  held.get().getLedgerSequence(),
                  held.get().getMarkSequence()));
    }
    if (ledgerSetBack()) {
      words.add(
          "the ledger was set back: it ends at event %d, %d was published"
              .formatted(ledger.last(), marks.published()));
    }
    if (marksSetBack()) {
      words.add(
          ("the marks were set back: they are at event %d and version %d, the ledger knows of %d and %d;"
                  + " needs --marks-lost")
              .formatted(
                  marks.published(), marks.version(), ledger.marked(), ledger.markedVersion()));
    }
    if (stateSetBack()) {
      words.add("the state was set back: " + changes(state.orElseThrow()));
    }
    return words;
  }

  static String changes(StateRepair repair) {
    var words = new ArrayList<String>();
    if (repair.stateVersion() > 0) {
      words.add("its version is below " + repair.stateVersion());
    }
    if (!repair.endedGrants().isEmpty()) {
      words.add(repair.endedGrants().size() + " ended grants live in it");
    }
    int stops = repair.missingStops().size() + repair.reopenedStops().size();
    if (stops > 0) {
      words.add(stops + " stops do not hold in it");
    }
    if (!repair.policyFloors().isEmpty()) {
      words.add(repair.policyFloors().size() + " bots lack their newest policy");
    }
    return String.join(", ", words);
  }
}

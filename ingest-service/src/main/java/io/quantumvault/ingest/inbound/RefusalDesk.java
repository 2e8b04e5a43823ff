package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.RefusalTally;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.RejectionSink;
import java.util.UUID;

/** Puts refusals on record: at once, or counted in a record that comes later. */
final class RefusalDesk {
  private final RejectionSink sink;
  private final RefusalTally tally;

  RefusalDesk(RejectionSink sink, RefusalTally tally) {
    this.sink = sink;
    this.tally = tally;
  }

  /**
   * What became of one.
   *
   * @param signalId of the record that tells it
   * @param taken written, or counted; where neither, it waits to be written later
   */
  record Recorded(UUID signalId, boolean taken) {}

  Recorded record(RefusedSignal refused, long deadline) {
    return switch (tally.add(refused)) {
      case RefusalTally.Told.Later(UUID signalId) -> new Recorded(signalId, true);
      case RefusalTally.Told.Now(RefusedSignal signal) -> {
        boolean taken = Durable.taken(() -> sink.take(signal), deadline);
        if (!taken) {
          tally.back(signal);
        }
        yield new Recorded(signal.signalId(), taken);
      }
    };
  }

  /** The same for one whose answer waits for nothing. */
  void recordUnwaited(RefusedSignal refused) {
    if (tally.add(refused) instanceof RefusalTally.Told.Now(RefusedSignal signal)) {
      Durable.whenNotTaken(() -> sink.take(signal), () -> tally.back(signal));
    }
  }
}

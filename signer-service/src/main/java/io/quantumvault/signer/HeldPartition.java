package io.quantumvault.signer;

import io.quantumvault.signer.lane.IntentDesk;
import io.quantumvault.signer.lane.KeyedLanes;
import io.quantumvault.signer.lane.OrderDesk;
import io.quantumvault.signer.lane.TradeWorker;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.outbound.PartitionLog;

/** A partition of intents as long as this worker holds it. */
record HeldPartition(
    MarkBook marks,
    PartitionLog log,
    TradeWorker worker,
    IntentDesk desk,
    KeyedLanes lanes,
    KeyedLanes asking,
    OrderDesk orders)
    implements AutoCloseable {

  /** Waits for a signature under way, ends all else, and writes no more. */
  @Override
  public void close() {
    worker.stopSigning();
    orders.close();
    lanes.close();
    asking.close();
    log.close();
  }
}

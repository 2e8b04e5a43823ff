package io.quantumvault.signer.inbound;

import io.quantumvault.signer.lane.IntentDesk;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Takes partitions of intents when they are assigned to this worker, and gives them up. */
public interface PartitionKeeper {
  /** Returns when their marks and state are read and what was unfinished is on its lanes. */
  void assigned(Collection<Integer> partitions);

  /** Returns when nothing of them is under way any more. */
  void revoked(Collection<Integer> partitions);

  /** Where intents of a partition go; null when it is not held. */
  @Nullable IntentDesk desk(int partition);
}

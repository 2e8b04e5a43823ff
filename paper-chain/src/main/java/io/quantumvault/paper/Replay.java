package io.quantumvault.paper;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.ChainInput;
import io.quantumvault.paper.venue.VenueSettings;
import org.jspecify.annotations.Nullable;

/** Rebuilds a chain from its inputs, up to the last slot anybody may have seen. */
final class Replay {
  private @Nullable Chain chain;
  private long reservedThrough;

  void accept(ChainInput input) {
    Chain running = chain;
    if (input instanceof ChainInput.Genesis genesis) {
      chain = new Chain(genesis, firstSession(genesis));
    } else if (running == null) {
      throw new IllegalStateException("a journal begins with its genesis");
    } else {
      running.apply(input);
      reservedThrough =
          input instanceof ChainInput.Reserved reserved ? reserved.throughSlot() : reservedThrough;
    }
  }

  boolean hasGenesis() {
    return chain != null;
  }

  Chain finish() {
    Chain finished = chain;
    if (finished == null) {
      throw new IllegalStateException("no genesis");
    }
    finished.advanceTo(reservedThrough);
    return finished;
  }

  /** Holds until the node opens its own session, before the first block. */
  private static ChainInput.Session firstSession(ChainInput.Genesis genesis) {
    return new ChainInput.Session(Chain.FIRST_SLOT, genesis.millis(), 1, VenueSettings.DEFAULT, 0);
  }
}

package io.quantumvault.paper.chain;

/** When a transaction that was sent gets into a block. One without a rule is in the next. */
public sealed interface LandingRule {
  /** With its n-th sending, whichever node that came to. */
  record AfterSendings(int sendings) implements LandingRule {
    public AfterSendings {
      require(sendings >= 1, "sendings must be 1 or more");
    }
  }

  /** The leader forgets it: only a sending at least so many slots after the first one lands. */
  record AfterResend(int slots) implements LandingRule {
    public AfterResend {
      require(slots >= 1, "slots must be 1 or more");
    }
  }

  /** Held until at most so many blocks are left before its blockhash ends. */
  record NearExpiry(int blocks) implements LandingRule {
    public NearExpiry {
      require(
          blocks >= 0 && blocks < Blockhashes.MAX_AGE_BLOCKS,
          "blocks must be 0 to " + (Blockhashes.MAX_AGE_BLOCKS - 1));
    }
  }

  /** Not at all. */
  record Never() implements LandingRule {}

  private static void require(boolean sound, String message) {
    if (!sound) {
      throw new IllegalArgumentException(message);
    }
  }
}

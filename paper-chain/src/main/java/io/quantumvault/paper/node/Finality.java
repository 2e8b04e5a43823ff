package io.quantumvault.paper.node;

/** How many slots a commitment is behind the newest block. Nothing here is ever undone. */
public sealed interface Finality {
  /** How many slots below the newest block the commitment stands. */
  long depth(Commitment commitment, long sinceNewestMillis, long slotMillis);

  /**
   * Alpenglow: a block is confirmed and finalized at once, so long after it was produced.
   *
   * @param millis 0 to 10 000
   */
  record ByCertificate(long millis) implements Finality {
    public static final ByCertificate STANDARD = new ByCertificate(150);

    public ByCertificate {
      require(millis >= 0 && millis <= 10_000, "finality-millis must be 0 to 10000");
    }

    @Override
    public long depth(Commitment commitment, long sinceNewestMillis, long slotMillis) {
      return commitment == Commitment.PROCESSED || sinceNewestMillis >= millis
          ? 0
          : Math.ceilDiv(millis - sinceNewestMillis, slotMillis);
    }
  }

  /** Votes, as before Alpenglow: confirmed soon and finalized much later, counted in slots. */
  record ByVotes(long confirmedAfterSlots, long finalizedAfterSlots) implements Finality {
    public static final ByVotes STANDARD = new ByVotes(1, 32);

    public ByVotes {
      require(
          confirmedAfterSlots >= 0
              && finalizedAfterSlots >= confirmedAfterSlots
              && finalizedAfterSlots <= 100,
          "finalized-after must be confirmed-after to 100");
    }

    @Override
    public long depth(Commitment commitment, long sinceNewestMillis, long slotMillis) {
      return switch (commitment) {
        case PROCESSED -> 0;
        case CONFIRMED -> confirmedAfterSlots;
        case FINALIZED -> finalizedAfterSlots;
      };
    }
  }

  private static void require(boolean sound, String message) {
    if (!sound) {
      throw new IllegalArgumentException(message);
    }
  }
}

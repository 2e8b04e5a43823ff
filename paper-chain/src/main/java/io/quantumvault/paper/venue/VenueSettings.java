package io.quantumvault.paper.venue;

/**
 * How the venue behaves. Everything here decides what a block does, so it is part of the journal.
 *
 * @param takerFeePpm taker fee in millionths of the quote amount
 * @param spreadPpm half the spread around the oracle, in millionths
 * @param fillLatencySlots slots until a keeper fills an order that was only placed
 * @param pricesMove whether oracle prices walk
 * @param walkSeed seed of the walk
 * @param walkStepPpm largest change of a price in one slot, in millionths
 */
public record VenueSettings(
    int takerFeePpm,
    int spreadPpm,
    int fillLatencySlots,
    boolean pricesMove,
    long walkSeed,
    int walkStepPpm) {

  public static final VenueSettings DEFAULT = new VenueSettings(1_000, 200, 1, true, 1, 150);

  public VenueSettings {
    if (takerFeePpm < 0
        || takerFeePpm > 100_000
        || spreadPpm < 0
        || spreadPpm > 100_000
        || fillLatencySlots < 0
        || walkStepPpm < 0
        || walkStepPpm > 100_000) {
      throw new IllegalArgumentException("a venue setting is out of range");
    }
  }

  public VenueSettings withStillPrices() {
    return new VenueSettings(
        takerFeePpm, spreadPpm, fillLatencySlots, false, walkSeed, walkStepPpm);
  }
}

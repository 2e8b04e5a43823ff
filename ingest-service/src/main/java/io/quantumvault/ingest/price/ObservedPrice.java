package io.quantumvault.ingest.price;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A price as the chain held it when it was read, and what is known of its worth.
 *
 * @param market symbol such as SOL-PERP
 * @param oracle the account, Base58
 * @param price US dollars per base unit
 * @param confidence the same unit
 * @param slot at which the oracle was posted
 * @param publishedAt the oracle's own time of its price
 * @param readSlot at which the chain was read
 * @param observedAt when it was read
 * @param agreed endpoints that gave it
 * @param asked endpoints that are configured
 * @param doubtful nothing may be opened at it
 * @param step the venue's smallest change of a size, base units
 * @param minimum the venue's smallest size, base units
 */
public record ObservedPrice(
    String market,
    String oracle,
    BigDecimal price,
    BigDecimal confidence,
    long slot,
    Instant publishedAt,
    long readSlot,
    Instant observedAt,
    int agreed,
    int asked,
    boolean doubtful,
    BigDecimal step,
    BigDecimal minimum) {

  /**
   * What holds once this other one was published after it: a lower slot changes nothing, and of one
   * slot the first price stays while its doubt follows the later record.
   */
  public ObservedPrice followedBy(ObservedPrice later) {
    if (later.slot > slot) {
      return later;
    }
    return later.slot == slot && later.doubtful != doubtful
        ? judged(later.doubtful, later.agreed, later.asked)
        : this;
  }

  /** The same price with another judgement of it; when it was read stays as it is. */
  ObservedPrice judged(boolean doubtful, int agreed, int asked) {
    return new ObservedPrice(
        market,
        oracle,
        price,
        confidence,
        slot,
        publishedAt,
        readSlot,
        observedAt,
        agreed,
        asked,
        doubtful,
        step,
        minimum);
  }
}

package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.Quote;
import io.quantumvault.schemas.v1.MarketPrice;
import org.jspecify.annotations.Nullable;

/** Reads {@code prices-v1}. */
public final class PriceReader {
  private PriceReader() {}

  /** The price of a market. */
  public static Quote read(String market, byte @Nullable [] value) throws UnreadableRecord {
    var price = Fields.message(MarketPrice.parser(), value);
    if (!price.getMarket().equals(market)) {
      throw new UnreadableRecord("the key is not the price's market");
    }
    var amount = Fields.decimal("price", price.getPrice());
    if (amount.signum() <= 0) {
      throw new UnreadableRecord("a price not above zero");
    }
    return new Quote(
        amount,
        Fields.count("slot", price.getSlot()),
        Fields.time("observation time", price.getObservedAtMs()));
  }
}

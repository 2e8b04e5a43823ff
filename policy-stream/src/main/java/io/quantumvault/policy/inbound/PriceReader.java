package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.Quote;
import io.quantumvault.schemas.v1.MarketPrice;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads {@code prices-v1}. */
public final class PriceReader {
  private PriceReader() {}

  private static @Nullable BigDecimal positive(String name, String text) throws UnreadableRecord {
    var number = Fields.optionalDecimal(name, text);
    if (number != null && number.signum() <= 0) {
      throw new UnreadableRecord(name + " is not above zero");
    }
    return number;
  }

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
        // A feed that does not tell the oracle's own time is taken at the time it read it.
        Fields.time(
            "publish time",
            price.getPublishedAtMs() == 0 ? price.getObservedAtMs() : price.getPublishedAtMs()),
        Fields.time("observation time", price.getObservedAtMs()),
        Fields.optionalDecimal("confidence", price.getConfidence()),
        price.getDoubtful(),
        positive("step", price.getStepBase()));
  }
}

package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.Quote;
import io.quantumvault.schemas.v1.MarketPrice;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads {@code prices-v1}. */
public final class PriceReader {
  private PriceReader() {}

  /** A stored price under another judgement. */
  public static byte[] judged(byte[] stored, boolean doubtful) throws UnreadableRecord {
    return Fields.message(MarketPrice.parser(), stored).toBuilder()
        .setDoubtful(doubtful)
        .build()
        .toByteArray();
  }

  /**
   * The price of a market. One without the oracle's own publish time is none: nobody knows how old
   * it is.
   */
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
        Fields.time("publish time", price.getPublishedAtMs()),
        Fields.time("observation time", price.getObservedAtMs()),
        notBelowZero("confidence", price.getConfidence()),
        price.getDoubtful(),
        positive("step", price.getStepBase()));
  }

  private static @Nullable BigDecimal notBelowZero(String name, String text)
      throws UnreadableRecord {
    var number = Fields.optionalDecimal(name, text);
    if (number != null && number.signum() < 0) {
      throw new UnreadableRecord(name + " is below zero");
    }
    return number;
  }

  private static @Nullable BigDecimal positive(String name, String text) throws UnreadableRecord {
    var number = Fields.optionalDecimal(name, text);
    if (number != null && number.signum() <= 0) {
      throw new UnreadableRecord(name + " is not above zero");
    }
    return number;
  }
}

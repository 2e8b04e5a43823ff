package io.quantumvault.ingest.alert;

import java.math.BigDecimal;

/** Where a protecting order triggers; always above zero. */
public sealed interface Trigger {
  BigDecimal value();

  /** US dollars per base unit. */
  record Price(BigDecimal value) implements Trigger {}

  /** Per cent away from the signer's own oracle reading. */
  record Percent(BigDecimal value) implements Trigger {}
}

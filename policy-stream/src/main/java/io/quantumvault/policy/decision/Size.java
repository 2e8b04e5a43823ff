package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/** How much an alert asks for; each number is above zero. */
public sealed interface Size {
  /** Base units. */
  record Base(BigDecimal units) implements Size {}

  /** US dollars, turned into base units at the oracle price. */
  record Usd(BigDecimal dollars) implements Size {}

  /**
   * Per cent of the account's equity as notional; of the position where the order goes against it.
   */
  record Percent(BigDecimal percent) implements Size {}
}

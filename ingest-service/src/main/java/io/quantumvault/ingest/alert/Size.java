package io.quantumvault.ingest.alert;

import java.math.BigDecimal;

/** How much; always above zero, exact as the sender wrote it. */
public sealed interface Size {
  BigDecimal value();

  /** Base units of the market. */
  record Base(BigDecimal value) implements Size {}

  /** US dollars. */
  record Usd(BigDecimal value) implements Size {}

  /** Per cent of the account's equity as notional, or of the position the order goes against. */
  record Percent(BigDecimal value) implements Size {}
}

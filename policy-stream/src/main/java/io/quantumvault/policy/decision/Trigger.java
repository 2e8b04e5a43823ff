package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/** Where a protecting order triggers. */
public sealed interface Trigger {
  /** US dollars per base unit. */
  record At(BigDecimal price) implements Trigger {}

  /** Per cent away from the signer's own oracle reading. */
  record Away(BigDecimal percent) implements Trigger {}
}

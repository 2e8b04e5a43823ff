package io.quantumvault.paper.control;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.chain.LandingRule;
import org.jspecify.annotations.Nullable;

/** When transactions land, as names and values: {@code rule=after-sendings,sendings=3,count=5}. */
public final class LandingSpec {
  private LandingSpec() {}

  /**
   * A rule and whom it is for.
   *
   * @param transactions how many new ones; -1 for all until rules are cleared
   * @param payer null for everybody's
   */
  public record Armed(LandingRule rule, int transactions, @Nullable Address payer) {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Armed read(Spec spec) {
    int count = spec.has("count") ? spec.integer("count", 1) : -1;
    if (spec.has("count") && count < 1) {
      throw spec.unknown("count", "1 or more");
    }
    Address payer = spec.has("payer") ? Address.parse(spec.text("payer")) : null;
    LandingRule rule =
        switch (spec.text("rule")) {
          case "after-sendings" -> new LandingRule.AfterSendings(spec.integer("sendings", 2));
          case "drop-first" -> new LandingRule.AfterSendings(spec.integer("sendings", 1) + 1);
          case "after-resend" -> new LandingRule.AfterResend(spec.integer("slots", 2));
          case "near-expiry" -> new LandingRule.NearExpiry(spec.integer("blocks", 5));
          case "never" -> new LandingRule.Never();
          default ->
              throw spec.unknown(
                  "rule", "after-sendings, drop-first, after-resend, near-expiry or never");
        };
    spec.requireAllKnown();
    return new Armed(rule, count, payer);
  }
}

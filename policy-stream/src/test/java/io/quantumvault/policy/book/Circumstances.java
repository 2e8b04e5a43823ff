package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.with;

import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import io.quantumvault.schemas.policy.TradingHours;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Circumstances each of which stops every entry; most let an exit pass. */
final class Circumstances {
  private static final String LIMITS = "standing.grant.limits.";

  private static final List<UnaryOperator<DecisionRequest>> ALL =
      List.of(
          r -> with(r, "quotes", Map.of()),
          r -> with(r, "quotes", Map.of(Cases.SOL, with(Cases.quote("100"), "doubtful", true))),
          r -> with(r, "account.observedAt", r.now().minusSeconds(3600)),
          r -> with(r, "account.feeLamports", -1L),
          r -> with(r, "account.openingEquityUsd", new BigDecimal("2000000")),
          r -> with(r, "account.equityUsd", new BigDecimal("-5")),
          r ->
              with(
                  with(r, "seen.overtaken", true),
                  "standing.grant.limits.positionMode",
                  PositionMode.NEVER_BEYOND),
          r -> with(r, "activity.entriesLastMinute", 1_000_000),
          r -> with(r, "activity.entriesToday", 1_000_000),
          r -> with(r, "standing.reduceOnly", true),
          r -> with(r, "standing.grant.expiresAt", r.now().minusSeconds(3599)),
          r -> with(r, LIMITS + "allowedMarkets", Set.of()),
          r -> with(r, LIMITS + "allowedOrderTypes", Set.of()),
          r -> with(r, LIMITS + "maxOrderNotionalUsd", BigDecimal.ZERO),
          r -> with(r, LIMITS + "maxPositionNotionalUsd", BigDecimal.ZERO),
          r -> with(r, LIMITS + "maxLeverage", BigDecimal.ZERO),
          r -> with(r, LIMITS + "maxStopDistanceBps", 1),
          r ->
              with(
                  with(r, LIMITS + "cooldown", Duration.ofHours(1)),
                  "entries",
                  new Entries(1, r.now())),
          r -> with(r, LIMITS + "tradingHours", at(LocalTime.of(3, 0))),
          // These stop exits as well.
          r -> with(r, "standing.known", false),
          r -> with(r, "standing.globallyFrozen", true),
          r -> with(r, "standing.frozen", true),
          r -> with(r, "standing.grant.ended", true),
          r -> with(r, "standing.grant.expiresAt", r.now().minusSeconds(3600)),
          r -> with(r, "standing.grant.ownerSigned", false),
          r -> with(r, "seen.nonce", true),
          r -> with(r, "seen.content", true),
          r -> with(r, "seen.beyondMemory", true));

  private Circumstances() {}

  /** The same request under one to three of them. */
  static DecisionRequest against(DecisionRequest request, Random random) {
    var changed = request;
    for (int some = 1 + random.nextInt(3); some > 0; some--) {
      changed = ALL.get(random.nextInt(ALL.size())).apply(changed);
    }
    return changed;
  }

  private static TradingHours at(LocalTime time) {
    return new TradingHours(Set.of(DayOfWeek.values()), time, time.plusMinutes(1));
  }
}

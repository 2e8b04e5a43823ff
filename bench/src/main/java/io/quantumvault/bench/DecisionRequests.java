package io.quantumvault.bench;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Quote;
import io.quantumvault.policy.decision.Reservation;
import io.quantumvault.policy.decision.SeenBefore;
import io.quantumvault.policy.decision.Size;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.decision.StrategyPosition;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Requests as a bot has them that trades two markets, with orders resting and in flight. */
final class DecisionRequests {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String SOL = "SOL-PERP";
  private static final String BTC = "BTC-PERP";

  private DecisionRequests() {}

  static DecisionRequest of(Action action, String size, String after, String held) {
    return new DecisionRequest(
        NOW,
        alert(action, size, after),
        new Standing(true, false, false, false, null, 9, grant()),
        SeenBefore.NEVER,
        new Activity(3, 1, 40),
        new Entries(1, NOW.minusSeconds(300)),
        Map.of(SOL, quote("150.25", "0.01"), BTC, quote("98000.5", "0.0001")),
        account(held),
        List.of(new Reservation(BTC, Direction.LONG, new BigDecimal("0.001"), false, false)));
  }

  private static Alert alert(Action action, String size, String after) {
    return new Alert(
        new UUID(1, 1),
        new UUID(2, 2),
        SOL,
        action,
        OrderType.MARKET,
        new Size.Base(new BigDecimal(size)),
        null,
        false,
        null,
        null,
        new StrategyPosition.Exactly(new BigDecimal(after)),
        null,
        null,
        null,
        NOW.minusSeconds(1));
  }

  private static GrantTerms grant() {
    var limits =
        new Limits(
            Set.of(SOL, BTC),
            Set.of(OrderType.values()),
            new BigDecimal("5000"),
            new BigDecimal("1000"),
            new BigDecimal("5"),
            50,
            200,
            Duration.ofMinutes(60),
            PositionMode.NEVER_BEYOND,
            null,
            Duration.ofSeconds(30),
            5,
            new BigDecimal("200"),
            10,
            200,
            8,
            null,
            50_000_000);
    return new GrantTerms(
        new UUID(7, 7),
        NOW.minusSeconds(600),
        NOW.plusSeconds(600),
        false,
        3,
        "ab".repeat(32),
        "{}",
        limits,
        true);
  }

  private static Quote quote(String price, String step) {
    return new Quote(
        new BigDecimal(price),
        400,
        NOW.minusSeconds(1),
        NOW,
        new BigDecimal("0.02"),
        false,
        new BigDecimal(step));
  }

  private static Account account(String held) {
    return new Account(
        500,
        NOW.minusSeconds(30),
        new BigDecimal("2000"),
        Map.of(SOL, new BigDecimal(held), BTC, new BigDecimal("0.002")),
        List.of(new OpenOrder(BTC, 4, Direction.SHORT, new BigDecimal("0.002"), true, false)),
        LocalDate.parse("2026-11-20"),
        new BigDecimal("2010"),
        BigDecimal.ZERO,
        1_000_000_000);
  }
}

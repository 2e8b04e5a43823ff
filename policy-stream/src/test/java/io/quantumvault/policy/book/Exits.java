package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.Reason;
import io.quantumvault.policy.decision.Size;
import io.quantumvault.policy.decision.StrategyPosition;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/** The page's words on exits, said once more without the stage's own classes for them. */
final class Exits {
  private static final Duration OLDEST = Duration.ofSeconds(60);
  private static final int PACE = 30;

  private Exits() {}

  /** Whether some of it has to go, if nothing holds that stops exits. */
  static boolean mustPass(DecisionRequest request) {
    var alert = request.alert();
    var held = Objects.requireNonNull(request.account()).position(alert.market());
    boolean settled =
        request.reservations().stream().noneMatch(one -> one.market().equals(alert.market()));
    return switch (alert.action()) {
      case CANCEL -> true;
      case CLOSE -> (alert.size() == null || inBase(alert)) && closes(alert, held, settled);
      case SYNC -> sync(alert, held, settled);
      case BUY, SELL -> inBase(alert) && reduces(request, held, settled);
    };
  }

  private static boolean closes(Alert alert, BigDecimal held, boolean settled) {
    var side = alert.closes();
    return !settled || (held.signum() != 0 && (side == null || side.sign() == held.signum()));
  }

  private static boolean sync(Alert alert, BigDecimal held, boolean settled) {
    var target = ((StrategyPosition.Exactly) Objects.requireNonNull(alert.positionAfter())).base();
    if (!settled) {
      return target.signum() == 0;
    }
    return held.signum() != 0
        && (target.signum() != held.signum() || target.abs().compareTo(held.abs()) < 0);
  }

  private static boolean reduces(DecisionRequest request, BigDecimal held, boolean settled) {
    var alert = request.alert();
    var direction = alert.action() == Action.BUY ? Direction.LONG : Direction.SHORT;
    boolean against = held.signum() == -direction.sign();
    return settled ? against : alert.reduceOnly() || toFlat(request);
  }

  private static boolean toFlat(DecisionRequest request) {
    var limits =
        Objects.requireNonNull(Objects.requireNonNull(request.standing().grant()).limits());
    var after = request.alert().positionAfter();
    return limits.positionMode() != PositionMode.AS_SENT && after != null && after.isFlat();
  }

  private static boolean inBase(Alert alert) {
    return alert.size() instanceof Size.Base;
  }

  /** Whether it went, or was refused for what stops exits and really holds. */
  static boolean passed(DecisionRequest request, Decision decision) {
    return switch (decision) {
      case Decision.Approved approved -> {
        var first = approved.orders().getFirst();
        yield first.exit() || first.action() == Action.CANCEL;
      }
      case Decision.Rejected rejected ->
          rejected.exit() && rejected.reasons().stream().allMatch(one -> holds(request, one));
    };
  }

  private static boolean holds(DecisionRequest request, Reason reason) {
    var standing = request.standing();
    var grant = Objects.requireNonNull(standing.grant());
    var now = request.now();
    return switch (reason) {
      case UNKNOWN_BOT -> !standing.known();
      case GLOBAL_FREEZE -> standing.globallyFrozen();
      case FROZEN -> standing.frozen();
      case NOT_ENABLED -> grant.ended() || now.isBefore(grant.startsAt());
      case GRANT_EXPIRED -> !now.isBefore(grant.exitsEndAt());
      case POLICY_UNSIGNED -> !grant.ownerSigned();
      case DUPLICATE_ID -> request.seen().nonce();
      case DUPLICATE_CONTENT -> request.seen().content();
      case STALE ->
          request.seen().beyondMemory() || now.isAfter(request.alert().alertTime().plus(OLDEST));
      case FROM_FUTURE -> now.isBefore(request.alert().alertTime());
      case RATE_LIMITED -> request.activity().exitsLastMinute() >= PACE;
      default -> false;
    };
  }
}

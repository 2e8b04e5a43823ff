package io.quantumvault.signer.inbound;

import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.claim.Intent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an intent's fields must say of each other. A stage that breaks one of these is not the stage
 * this signer was built for, so its record is not believed at all. Rule: the contract beside {@code
 * TradeIntentPayload}.
 */
final class IntentShape {
  /** An alert's own 60 s, and the 10 s that an alert may be ahead of the stage's clock. */
  static final Duration LONGEST_DEADLINE = Duration.ofSeconds(70);

  /** An exit is sent again this often at most. */
  static final int MOST_ATTEMPTS = 5;

  private IntentShape() {}

  /** The first thing that contradicts another; empty where nothing does. */
  static Optional<String> objection(Intent intent, TradeIntentPayload p) {
    return Optional.ofNullable(first(intent, p));
  }

  private static @Nullable String first(Intent intent, TradeIntentPayload p) {
    boolean cancel = intent.kind() == Intent.Kind.CANCEL;
    if (p.getDeadlineMs() - p.getEnvelope().getOccurredAtMs() > LONGEST_DEADLINE.toMillis()) {
      return "a deadline more than " + LONGEST_DEADLINE.toSeconds() + " s after its emission";
    }
    if (intent.exit() && !cancel && !intent.reduceOnly()) {
      return "an exit that is not reduce-only";
    }
    if (intent.wholePosition() && (!intent.exit() || cancel)) {
      return "all of the position, and no exit";
    }
    if (intent.origin() == Intent.Origin.PROTECTION && !cancel) {
      return "PROTECTION that is no cancel";
    }
    return part(intent, cancel) != null ? part(intent, cancel) : id(intent, p);
  }

  private static @Nullable String part(Intent intent, boolean cancel) {
    boolean signal = intent.origin() == Intent.Origin.SIGNAL;
    return switch (intent.part()) {
      case WHOLE -> null;
      case CLOSING ->
          signal && intent.exit() && !cancel ? null : "the closing part of a flip that is no exit";
      case OPENING ->
          signal && !intent.onlyReduces() ? null : "the opening part of a flip that opens nothing";
    };
  }

  private static @Nullable String id(Intent intent, TradeIntentPayload p) {
    UUID signalId = intent.signalId();
    UUID stopId = intent.stopId();
    int attempt = intent.attempt();
    if (attempt < 0) {
      return "an attempt out of range";
    }
    return switch (intent.origin()) {
      case SIGNAL -> {
        if (attempt > MOST_ATTEMPTS || (attempt > 0 && !intent.exit())) {
          yield "an attempt above " + MOST_ATTEMPTS + ", or of what is no exit";
        }
        yield signalId == null
            ? "an intent of a signal without it"
            : given(intent, Ids.intentId(signalId, p.getPart().getNumber(), attempt));
      }
      case FLATTEN ->
          stopId == null
              ? "a FLATTEN without its stop"
              : given(
                  intent, Ids.flattenIntentId(stopId, intent.botId(), intent.market(), attempt));
      case PROTECTION ->
          attempt > 0
              ? "a further attempt of PROTECTION"
              : given(
                  intent,
                  Ids.protectionIntentId(intent.botId(), intent.market(), p.getDeadlineMs()));
    };
  }

  private static @Nullable String given(Intent intent, UUID expected) {
    return expected.equals(intent.intentId())
        ? null
        : "the intent id is not what its origin, part and attempt give";
  }
}

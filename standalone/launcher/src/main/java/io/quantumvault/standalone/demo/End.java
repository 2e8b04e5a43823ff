package io.quantumvault.standalone.demo;

import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.SignalRejected;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one alert ended. */
record End(Alert alert, @Nullable Step last, long millis) {

  /** Whether that is what the script expects. */
  boolean asExpected() {
    return switch (last) {
      case Step.Rejected s ->
          s.rejection().getReasonsList().stream()
              .map(End::name)
              .anyMatch(alert.refusals()::contains);
      case Step.Executed s ->
          alert.refusals().isEmpty()
              ? s.event().hasConfirmed()
              : s.event().hasRefused()
                  && alert.refusals().contains(s.event().getRefused().getReason());
      case null, default -> false;
    };
  }

  private static String name(Reason reason) {
    return reason.name().replaceFirst("REASON_", "");
  }

  String decision() {
    return switch (last) {
      case Step.Rejected s -> "refused: " + reasons(s.rejection());
      case Step.Executed s ->
          s.event().hasRefused()
              ? "refused by the signer: " + s.event().getRefused().getReason()
              : "approved";
      case null, default -> "none";
    };
  }

  String signature() {
    return last instanceof Step.Executed s && !Told.signature(s.event()).isEmpty()
        ? Told.signature(s.event()).substring(0, 12) + "…"
        : "–";
  }

  String effect() {
    return switch (last) {
      case Step.Rejected s -> "nothing";
      case Step.Executed s -> effect(s.event());
      case null, default -> "no end within the limit";
    };
  }

  static String reasons(SignalRejected rejection) {
    return rejection.getReasonsList().stream().map(End::name).collect(Collectors.joining(", "));
  }

  static String effect(ExecutionEvent event) {
    if (!event.hasConfirmed()) {
      return Stream.of(
              event.getKindCase().name(), event.getRefused().getReason(), Told.detail(event))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.joining(" "));
    }
    var confirmed = event.getConfirmed();
    var effect = confirmed.getEffect();
    String position =
        confirmed.getAccount().getPositionsList().stream()
            .filter(held -> held.getMarket().equals(event.getMarket()))
            .map(held -> held.getBase())
            .findFirst()
            .orElse("0");
    return "%s at %s, position %s, PnL %s USD"
        .formatted(
            effect.getFilledBase(), effect.getAveragePrice(), position, effect.getRealisedPnlUsd());
  }
}

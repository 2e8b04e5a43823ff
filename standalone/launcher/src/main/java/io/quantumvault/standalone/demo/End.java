package io.quantumvault.standalone.demo;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionKind;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.SignalRejected;
import java.util.stream.Collectors;
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
              ? s.event().getKind() == ExecutionKind.EXECUTION_KIND_CONFIRMED
              : s.event().getKind() == ExecutionKind.EXECUTION_KIND_REFUSED
                  && alert.refusals().contains(s.event().getReason());
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
          s.event().getKind() == ExecutionKind.EXECUTION_KIND_REFUSED
              ? "refused by the signer: " + s.event().getReason()
              : "approved";
      case null, default -> "none";
    };
  }

  String signature() {
    return last instanceof Step.Executed s && !s.event().getTransactionSignature().isEmpty()
        ? s.event().getTransactionSignature().substring(0, 12) + "…"
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
    String kind = event.getKind().name().replaceFirst("EXECUTION_KIND_", "");
    if (event.getKind() != ExecutionKind.EXECUTION_KIND_CONFIRMED) {
      return kind + " " + event.getReason() + " " + event.getDetail();
    }
    String position =
        event.getAccount().getPositionsList().stream()
            .filter(held -> held.getMarket().equals(event.getMarket()))
            .map(held -> held.getBase())
            .findFirst()
            .orElse("0");
    return "%s at %s, position %s, PnL %s USD"
        .formatted(
            event.getFilledBase(), event.getAveragePrice(), position, event.getRealisedPnlUsd());
  }
}

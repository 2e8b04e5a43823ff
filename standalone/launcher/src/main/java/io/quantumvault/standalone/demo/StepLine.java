package io.quantumvault.standalone.demo;

import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.PriceLooked;
import io.quantumvault.schemas.v1.TradeIntentPayload;

/** One step in words. */
final class StepLine {
  private StepLine() {}

  static String of(Step step) {
    return switch (step) {
      case Step.Accepted s -> "signal on the log";
      case Step.Approved s ->
          "approved: %s %s %s at oracle %s"
              .formatted(
                  s.intent()
                      .getDirection()
                      .name()
                      .replaceFirst("DIRECTION_", "")
                      .toLowerCase(java.util.Locale.ROOT),
                  s.intent().getSizeBase(),
                  s.intent().getMarket(),
                  price(s.intent()));
      case Step.Rejected s ->
          "refused: " + End.reasons(s.rejection()) + " – " + s.rejection().getDetail();
      case Step.Executed s -> executed(s.event());
    };
  }

  /** Of the intent's market, as it was looked at. */
  private static String price(TradeIntentPayload intent) {
    return intent.getInputs().getPricesList().stream()
        .filter(price -> price.getMarket().equals(intent.getMarket()))
        .map(PriceLooked::getPrice)
        .findFirst()
        .orElse("unknown");
  }

  private static String executed(ExecutionEvent event) {
    return switch (event.getKindCase()) {
      case SIGNED -> "signed " + Told.signature(event);
      case SUBMITTED -> "sent";
      case CONFIRMED ->
          "confirmed in slot " + event.getConfirmed().getSlot() + ": " + End.effect(event);
      case REFUSED, AWAITING_OWNER, FAILED, EXPIRED, OUTCOME_UNKNOWN, UNVERIFIED, KIND_NOT_SET ->
          End.effect(event);
    };
  }
}

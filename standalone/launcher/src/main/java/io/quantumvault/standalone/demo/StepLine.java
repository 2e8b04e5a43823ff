package io.quantumvault.standalone.demo;

import io.quantumvault.schemas.v1.ExecutionEvent;

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
                  s.intent().getInputs().getPrice());
      case Step.Rejected s ->
          "refused: " + End.reasons(s.rejection()) + " – " + s.rejection().getDetail();
      case Step.Executed s -> executed(s.event());
    };
  }

  private static String executed(ExecutionEvent event) {
    return switch (event.getKind()) {
      case EXECUTION_KIND_SIGNED -> "signed " + event.getTransactionSignature();
      case EXECUTION_KIND_SUBMITTED -> "sent";
      case EXECUTION_KIND_CONFIRMED ->
          "confirmed in slot " + event.getSlot() + ": " + End.effect(event);
      default -> End.effect(event);
    };
  }
}

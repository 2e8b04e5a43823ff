package io.quantumvault.standalone.demo;

import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TradeIntentPayload;

/** What the topics say of one alert, in the order it was said. */
sealed interface Step {
  long atMs();

  /** On signals-v1. */
  record Accepted(long atMs) implements Step {}

  /** On intents-v1. */
  record Approved(long atMs, TradeIntentPayload intent) implements Step {}

  /** On rejections-v1. */
  record Rejected(long atMs, SignalRejected rejection) implements Step {}

  /** On executions-v1. */
  record Executed(long atMs, ExecutionEvent event) implements Step {}

  /** Whether nothing can follow. */
  default boolean isLast() {
    return switch (this) {
      case Accepted s -> false;
      case Approved s -> false;
      case Rejected s -> true;
      case Executed s ->
          // What stays unknown may take longer than the demo waits.
          Told.isEnd(s.event()) || s.event().hasOutcomeUnknown();
    };
  }
}

package io.quantumvault.policy.decision;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer to one alert, always with what it was based on. */
public sealed interface Decision {
  /** All that was looked at. */
  Inputs inputs();

  /**
   * The order may be sent.
   *
   * @param reservation to be held until the order's end is known; absent only for a cancel
   */
  record Approved(Order order, @Nullable Reservation reservation, Inputs inputs)
      implements Decision {}

  /**
   * Nothing may be sent.
   *
   * @param refusals every applicable one, at least one, in the order of {@link Reason}
   */
  record Rejected(List<Refusal> refusals, Inputs inputs) implements Decision {

    /** The reasons alone. */
    public List<Reason> reasons() {
      return refusals.stream().map(Refusal::reason).distinct().toList();
    }

    /** All details as one text. */
    public String detail() {
      return refusals.stream().map(Refusal::detail).collect(Collectors.joining("; "));
    }
  }
}

package io.quantumvault.policy.decision;

import java.util.List;

/** The answer to one alert. */
public sealed interface Decision {
  /** What the owner should know besides. */
  List<Notice> notices();

  /**
   * The orders may be sent, one after the other.
   *
   * @param orders one, or the two parts of a flip
   * @param refusedParts what of the alert may not
   */
  record Approved(List<Order> orders, List<RefusedPart> refusedParts, List<Notice> notices)
      implements Decision {}

  /** A part that may not be sent although another is; at least one refusal. */
  record RefusedPart(Part part, List<Refusal> refusals) {}

  /**
   * Nothing may be sent.
   *
   * @param refusals every applicable one, at least one, in the order of {@link Reason}
   * @param exit whether the alert asked to get out, in words or because it is against what is held
   */
  record Rejected(List<Refusal> refusals, List<Notice> notices, boolean exit) implements Decision {

    /**
     * Whether an exit that an older alert asked for is over with this: a new alert of somebody who
     * may ask was decided, and did not itself ask to get out.
     */
    public boolean endsPursuit() {
      return !exit && refusals.stream().noneMatch(one -> one.reason().isOfSender());
    }

    /** The reasons alone. */
    public List<Reason> reasons() {
      return Refusal.reasons(refusals);
    }

    /** All details as one text. */
    public String detail() {
      return Refusal.detail(refusals);
    }
  }
}

package io.quantumvault.policy.decision;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One reason with what is wrong in words and numbers, for people.
 *
 * @param detail one sentence without a full stop; holds no secret
 */
public record Refusal(Reason reason, String detail) {
  /** The reasons alone, each once. */
  public static List<Reason> reasons(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::reason).distinct().toList();
  }

  /** All details as one text. */
  public static String detail(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::detail).collect(Collectors.joining("; "));
  }
}

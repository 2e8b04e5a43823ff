package io.quantumvault.solana.rpc;

import java.util.Map;

/**
 * How many bytes an answer may have; a longer one is no answer and is not read to its end.
 *
 * @param usual of every method that is not named
 * @param larger by method
 */
public record AnswerLimits(int usual, Map<String, Integer> larger) {
  private static final int USUAL = 64 * 1024;
  private static final int ACCOUNTS = 8 * 1024 * 1024;

  /** A full batch of statuses, of going rates, a list of signatures, a simulation with its log. */
  private static final int LISTS = 256 * 1024;

  /** Copies the map. */
  public AnswerLimits {
    larger = Map.copyOf(larger);
  }

  /** 64 KiB, 256 KiB for lists and simulations, 8 MiB for accounts. */
  public static AnswerLimits standard() {
    return withAccounts(ACCOUNTS);
  }

  /** As {@link #standard()}, with another limit for accounts. */
  public static AnswerLimits withAccounts(int bytes) {
    return new AnswerLimits(
        USUAL,
        Map.of(
            "getMultipleAccounts", bytes,
            "getSignatureStatuses", LISTS,
            "getSignaturesForAddress", LISTS,
            "getRecentPrioritizationFees", LISTS,
            "simulateTransaction", LISTS));
  }

  int of(String method) {
    return larger.getOrDefault(method, usual);
  }
}

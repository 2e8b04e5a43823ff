package io.quantumvault.paper.chain;

import java.util.SplittableRandom;

/**
 * Which slots pass without a block: decided by the slot alone, so that a restart skips the same.
 */
final class SkippedSlots {
  private static final int MILLION = 1_000_000;
  private static final long SEED = 0x5ca1ab1eL;

  private SkippedSlots() {}

  static boolean at(long slot, int skippedPpm) {
    return skippedPpm > 0
        && new SplittableRandom(SEED * 0x9e3779b97f4a7c15L + slot).nextInt(MILLION) < skippedPpm;
  }
}

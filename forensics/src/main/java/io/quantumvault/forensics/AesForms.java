package io.quantumvault.forensics;

import java.util.Arrays;
import java.util.List;

/**
 * Forms of an AES-256 key in use: every two words in a row of its key schedule, for encryption and
 * as decryption transforms it, in both byte orders. A round key, in whatever order rounds are kept,
 * is found by its halves.
 */
final class AesForms {
  private static final int WORD = 4;

  private AesForms() {}

  static void add(String name, byte[] key, List<Pattern> to) {
    byte[] schedule = AesSchedule.expand(key);
    addWords(name, "AES schedule", schedule, to);
    addWords(name, "AES inverse schedule", AesSchedule.inverse(schedule), to);
  }

  private static void addWords(String name, String what, byte[] schedule, List<Pattern> to) {
    for (int word = 0; word + 2 <= schedule.length / WORD; word++) {
      byte[] two = Arrays.copyOfRange(schedule, word * WORD, (word + 2) * WORD);
      String form = what + " words " + word + "-" + (word + 1);
      to.add(new Pattern(name, form, two, false));
      to.add(new Pattern(name, form + ", words reversed", KeyForms.swapWords(two), false));
    }
  }
}

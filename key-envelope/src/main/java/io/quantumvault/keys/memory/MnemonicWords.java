package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.MemorySegment;

/**
 * Entropy to words and back (BIP-39, English), in key memory both ways.
 *
 * <p>A sentence is 12, 15, 18, 21 or 24 words of 11 bits: the entropy, then as many bits of its
 * SHA-256 as there are groups of three words.
 */
public final class MnemonicWords {
  private static final int BITS_PER_WORD = 11;
  private static final int FEWEST_WORDS = 12;
  private static final int MOST_WORDS = 24;

  private MnemonicWords() {}

  /**
   * The words of an entropy, single spaces between them.
   *
   * @throws CryptoFailure unless the entropy has 16, 20, 24, 28 or 32 bytes
   */
  public static SecretMemory sentenceOf(SecretMemory entropy) {
    int words = entropy.size() * 8 / 32 * 3;
    if (entropy.size() % 4 != 0 || words < FEWEST_WORDS || words > MOST_WORDS) {
      throw new CryptoFailure();
    }
    try (SecretMemory checked = withChecksum(entropy)) {
      MemorySegment bits = checked.segment();
      int size = words - 1;
      for (int i = 0; i < words; i++) {
        size += WordList.ENGLISH.length(index(bits, i));
      }
      return SecretMemory.filled(size, sentence -> write(bits, words, sentence));
    }
  }

  /**
   * The entropy of a sentence in lower case with single spaces.
   *
   * @throws CryptoFailure when a word, their number or the checksum is wrong
   */
  public static SecretMemory entropyOf(SecretMemory sentence) {
    MemorySegment text = sentence.segment();
    try (SecretMemory collected = SecretMemory.allocate(MOST_WORDS * BITS_PER_WORD / 8)) {
      MemorySegment bits = collected.segment();
      int words = 0;
      long from = 0;
      while (from <= text.byteSize()) {
        long to = endOfWord(text, from);
        int index = WordList.ENGLISH.indexOf(text.asSlice(from, to - from));
        if (index < 0 || words == MOST_WORDS) {
          throw new CryptoFailure();
        }
        put(bits, words++, index);
        from = to + 1;
      }
      if (words < FEWEST_WORDS || words % 3 != 0) {
        throw new CryptoFailure();
      }
      return checkedEntropy(collected, words / 3 * 4);
    }
  }

  private static SecretMemory checkedEntropy(SecretMemory collected, int size) {
    SecretMemory entropy = SecretLayout.slice(collected, 0, size);
    try (SecretMemory expected = withChecksum(entropy)) {
      byte difference =
          (byte)
              (expected.segment().get(JAVA_BYTE, size) ^ collected.segment().get(JAVA_BYTE, size));
      int unusedBits = 8 - size / 4;
      if (Byte.toUnsignedInt(difference) >>> unusedBits != 0) {
        throw new CryptoFailure();
      }
      return entropy;
    } catch (Throwable t) {
      entropy.close();
      throw t;
    }
  }

  /** Entropy ‖ first byte of its SHA-256. */
  private static SecretMemory withChecksum(SecretMemory entropy) {
    try (SecretMemory hash = Sha256.of(entropy)) {
      return SecretMemory.filled(
          entropy.size() + 1,
          to -> {
            SecretMemory.copy(to.asSlice(0, entropy.size()), entropy.segment());
            to.set(JAVA_BYTE, entropy.size(), hash.segment().get(JAVA_BYTE, 0));
          });
    }
  }

  private static void write(MemorySegment bits, int words, MemorySegment sentence) {
    long at = 0;
    for (int i = 0; i < words; i++) {
      if (i > 0) {
        sentence.set(JAVA_BYTE, at++, (byte) ' ');
      }
      at = WordList.ENGLISH.write(index(bits, i), sentence, at);
    }
  }

  private static long endOfWord(MemorySegment text, long from) {
    long at = from;
    while (at < text.byteSize() && text.get(JAVA_BYTE, at) != ' ') {
      at++;
    }
    return at;
  }

  private static int index(MemorySegment bits, int word) {
    int index = 0;
    for (int bit = word * BITS_PER_WORD; bit < (word + 1) * BITS_PER_WORD; bit++) {
      index = index << 1 | (bits.get(JAVA_BYTE, bit / 8) >>> (7 - bit % 8) & 1);
    }
    return index;
  }

  private static void put(MemorySegment bits, int word, int index) {
    for (int i = 0; i < BITS_PER_WORD; i++) {
      int bit = word * BITS_PER_WORD + i;
      int value = index >>> (BITS_PER_WORD - 1 - i) & 1;
      bits.set(JAVA_BYTE, bit / 8, (byte) (bits.get(JAVA_BYTE, bit / 8) | value << (7 - bit % 8)));
    }
  }
}

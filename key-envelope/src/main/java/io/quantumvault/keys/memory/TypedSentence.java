package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.MemorySegment;

/** A mnemonic as people type it, and what is wrong with it without repeating a word of it. */
public final class TypedSentence {
  private TypedSentence() {}

  /** What came of reading it. */
  public sealed interface Read {
    /** The entropy that the words stand for, the caller's to close. */
    record Entropy(SecretMemory secret) implements Read {}

    /** BIP-39 has 12, 15, 18, 21 or 24 words. */
    record WrongCount(int words) implements Read {}

    /** The first word that is not in the English list, counted from 1. */
    record UnknownWord(int position) implements Read {}

    /** Every word is one, but they do not belong together, or not in this order. */
    record WrongChecksum() implements Read {}
  }

  /** Reads words in any case, with any white space around them. */
  public static Read read(SecretMemory typed) {
    try (SecretMemory room = SecretMemory.allocate(typed.size() + 1)) {
      int size = normalise(typed.segment(), room.segment());
      int words = count(room.segment(), size);
      if (words < 12 || words > 24 || words % 3 != 0) {
        return new Read.WrongCount(words);
      }
      int unknown = firstUnknown(room.segment(), size);
      if (unknown > 0) {
        return new Read.UnknownWord(unknown);
      }
      try (SecretMemory sentence = SecretLayout.slice(room, 0, size)) {
        return new Read.Entropy(MnemonicWords.entropyOf(sentence));
      } catch (CryptoFailure e) {
        return new Read.WrongChecksum();
      }
    }
  }

  /** Lower case, one space between words, none at the ends; says how long that is. */
  private static int normalise(MemorySegment typed, MemorySegment to) {
    int size = 0;
    for (long at = 0; at < typed.byteSize(); at++) {
      byte b = typed.get(JAVA_BYTE, at);
      if (b == ' ' || b >= '\t' && b <= '\r') {
        if (size > 0 && to.get(JAVA_BYTE, size - 1) != ' ') {
          to.set(JAVA_BYTE, size++, (byte) ' ');
        }
      } else {
        to.set(JAVA_BYTE, size++, b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b);
      }
    }
    return size > 0 && to.get(JAVA_BYTE, size - 1) == ' ' ? size - 1 : size;
  }

  private static int count(MemorySegment sentence, int size) {
    int words = size == 0 ? 0 : 1;
    for (int at = 0; at < size; at++) {
      words += sentence.get(JAVA_BYTE, at) == ' ' ? 1 : 0;
    }
    return words;
  }

  private static int firstUnknown(MemorySegment sentence, int size) {
    int position = 1;
    int from = 0;
    for (int at = 0; at <= size; at++) {
      if (at == size || sentence.get(JAVA_BYTE, at) == ' ') {
        if (WordList.ENGLISH.indexOf(sentence.asSlice(from, at - from)) < 0) {
          return position;
        }
        position++;
        from = at + 1;
      }
    }
    return 0;
  }
}

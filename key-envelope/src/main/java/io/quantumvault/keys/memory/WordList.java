package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The 2048 English words of BIP-39, in their sorted order; the words are public, a choice is not.
 */
final class WordList {
  static final int SIZE = 2048;

  private static final String RESOURCE = "org/bitcoinj/crypto/mnemonic/wordlist/english.txt";
  private static final String SHA_256 =
      "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda";

  static final WordList ENGLISH = of(resource());

  private final byte[][] words;

  private WordList(byte[][] words) {
    this.words = words;
  }

  static WordList of(byte[] file) {
    if (!HexFormat.of().formatHex(sha256(file)).equals(SHA_256)) {
      throw new IllegalStateException(
          "the BIP-39 word list on the class path is not the known one");
    }
    return new WordList(
        new String(file, StandardCharsets.US_ASCII)
            .lines()
            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new));
  }

  int length(int index) {
    return words[index].length;
  }

  /** Writes the word and says where it ends. */
  long write(int index, MemorySegment to, long at) {
    byte[] word = words[index];
    MemorySegment.copy(word, 0, to, JAVA_BYTE, at, word.length);
    return at + word.length;
  }

  /** The index of the word that the text is, or -1. */
  int indexOf(MemorySegment text) {
    int low = 0;
    int high = SIZE - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(words[middle], text);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private static int compare(byte[] word, MemorySegment text) {
    long shorter = Math.min(word.length, text.byteSize());
    for (int i = 0; i < shorter; i++) {
      int order = Byte.compareUnsigned(word[i], text.get(JAVA_BYTE, i));
      if (order != 0) {
        return order;
      }
    }
    return Long.compare(word.length, text.byteSize());
  }

  static byte[] resource() {
    try (InputStream in = WordList.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the BIP-39 word list is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.quantumvault.forensics;

import java.util.Arrays;
import java.util.List;

/**
 * Forms of 32 secret bytes: the whole, as texts, and in quarters of 8 bytes.
 *
 * <p>Quarters because a register or half a cache line is what a function leaves behind. Each is
 * looked for in every order in which words lie in memory: as it is; with the bytes of each 4-byte
 * word reversed, as SHA-256 and AES load them; with all 8 bytes reversed, as SHA-512 loads them and
 * as big-endian numbers are; with its two 4-byte words exchanged, as the limbs of a big number are.
 * HMAC (RFC 2104) works on its key XORed with 0x36 and 0x5c, and can keep the states of the hash
 * after these two instead, so all four are looked for as well.
 */
final class KeyForms {
  private static final int QUARTER = 8;
  private static final int HASH_BLOCK = 64;
  private static final int INNER_PAD = 0x36;
  private static final int OUTER_PAD = 0x5c;

  private KeyForms() {}

  static void add(String name, String what, byte[] key, List<Pattern> to) {
    to.add(new Pattern(name, what + "whole", key, false));
    addQuarters(name, what, key, to);
    addHmac(name, what + "HMAC inner ", key, INNER_PAD, to);
    addHmac(name, what + "HMAC outer ", key, OUTER_PAD, to);
    TextForms.ofBytes(name, what, key, to);
  }

  static void addQuarters(String name, String what, byte[] key, List<Pattern> to) {
    for (int at = 0; at + QUARTER <= key.length; at += QUARTER) {
      byte[] quarter = Arrays.copyOfRange(key, at, at + QUARTER);
      String form = what + "bytes " + at + "-" + (at + QUARTER - 1);
      byte[] swapped = swapWords(quarter);
      to.add(new Pattern(name, form, quarter, false));
      to.add(new Pattern(name, form + ", 4-byte words reversed", swapped, false));
      to.add(new Pattern(name, form + ", reversed", reverse(quarter), false));
      to.add(new Pattern(name, form + ", 4-byte words exchanged", reverse(swapped), false));
    }
  }

  private static void addHmac(String name, String what, byte[] key, int pad, List<Pattern> to) {
    byte[] block = Arrays.copyOf(key, HASH_BLOCK);
    for (int i = 0; i < block.length; i++) {
      block[i] ^= (byte) pad;
    }
    addQuarters(name, what + "pad ", Arrays.copyOf(block, key.length), to);
    addQuarters(name, what + "SHA-256 state ", Sha256Block.after(block), to);
  }

  /** Reverses the bytes of each 4-byte word. */
  static byte[] swapWords(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[i / 4 * 4 + 3 - i % 4];
    }
    return result;
  }

  private static byte[] reverse(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }
}

package io.quantumvault.forensics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Secrets as text: hexadecimal, Base58, Base64 and lists of decimal numbers, each as single bytes
 * and as UTF-16 in both byte orders. Everything stays {@code byte[]}.
 *
 * <p>Base64 is looked for at each of its three alignments and without the characters that depend on
 * what stands before or after, so it is found with padding, without, and inside a longer text such
 * as a PKCS #8 key.
 */
final class TextForms {
  private static final int RUN_OF_WORDS = 4;

  private TextForms() {}

  /** The texts that software makes of bytes. */
  static void ofBytes(String name, String what, byte[] secret, List<Pattern> to) {
    add(name, what + "hex", hex(secret, "0123456789abcdef"), to);
    add(name, what + "HEX", hex(secret, "0123456789ABCDEF"), to);
    add(name, what + "Base58", Base58.encode(secret), to);
    for (int before = 0; before < 3; before++) {
      String form = what + "Base64 at offset " + before;
      add(name, form, base64(Base64.getEncoder(), secret, before), to);
      add(name, form + ", URL-safe", base64(Base64.getUrlEncoder(), secret, before), to);
    }
    add(name, what + "decimal list", decimals(secret, ","), to);
    add(name, what + "decimal list with blanks", decimals(secret, ", "), to);
  }

  /** A text that is itself the secret: whole, and each four of its words in a row. */
  static void ofText(String name, byte[] text, List<Pattern> to) {
    add(name, "whole text", text, to);
    List<Integer> starts = wordStarts(text);
    for (int word = 0; word + RUN_OF_WORDS < starts.size(); word++) {
      byte[] run = Arrays.copyOfRange(text, starts.get(word), starts.get(word + RUN_OF_WORDS) - 1);
      if (run.length >= Pattern.FEWEST_BYTES) {
        add(name, "words " + (word + 1) + "-" + (word + RUN_OF_WORDS), run, to);
      }
    }
  }

  /** Where each word starts, and where one more would after the end. */
  private static List<Integer> wordStarts(byte[] text) {
    var starts = new ArrayList<Integer>(List.of(0));
    for (int i = 0; i < text.length; i++) {
      if (text[i] == ' ') {
        starts.add(i + 1);
      }
    }
    starts.add(text.length + 1);
    return starts;
  }

  private static void add(String name, String form, byte[] text, List<Pattern> to) {
    to.add(new Pattern(name, form, text, false));
    to.add(new Pattern(name, form + ", UTF-16LE", utf16(text, 0), false));
    to.add(new Pattern(name, form + ", UTF-16BE", utf16(text, 1), false));
  }

  private static byte[] hex(byte[] secret, String digits) {
    byte[] text = new byte[2 * secret.length];
    for (int i = 0; i < secret.length; i++) {
      text[2 * i] = (byte) digits.charAt(secret[i] >> 4 & 0xf);
      text[2 * i + 1] = (byte) digits.charAt(secret[i] & 0xf);
    }
    return text;
  }

  private static byte[] base64(Base64.Encoder encoder, byte[] secret, int before) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    byte[] text = encoder.encode(shifted);
    int from = (8 * before + 5) / 6;
    return Arrays.copyOfRange(text, from, 8 * shifted.length / 6);
  }

  private static byte[] decimals(byte[] secret, String between) {
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < secret.length; i++) {
      text.writeBytes((i == 0 ? "" : between).getBytes(US_ASCII));
      int value = Byte.toUnsignedInt(secret[i]);
      for (int power = 100; power > 0; power /= 10) {
        if (value >= power || power == 1) {
          text.write('0' + value / power % 10);
        }
      }
    }
    return text.toByteArray();
  }

  private static byte[] utf16(byte[] text, int lowByte) {
    byte[] wide = new byte[2 * text.length];
    for (int i = 0; i < text.length; i++) {
      wide[2 * i + lowByte] = text[i];
    }
    return wide;
  }
}

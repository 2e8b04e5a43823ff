package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.quantumvault.schemas.ids.Base58;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Looks for secrets in bytes: as they are, and in every text form software likes to give bytes. */
public final class SecretSearch {
  private static final int SHORTEST = 12;

  private record Pattern(String name, byte[] bytes) {}

  // By the first four bytes, so that one pass looks for all of them.
  private final Map<Integer, List<Pattern>> patterns = new HashMap<>();

  /** Adds bytes in raw, hexadecimal, Base64, URL-safe Base64 and Base58 form. */
  public SecretSearch bytes(String name, byte[] secret) {
    add(name + " raw", secret);
    add(name + " hex", HexFormat.of().formatHex(secret).getBytes(US_ASCII));
    add(name + " HEX", HexFormat.of().withUpperCase().formatHex(secret).getBytes(US_ASCII));
    text(name + " base64", Base64.getEncoder().withoutPadding().encodeToString(secret));
    text(name + " base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    text(name + " base58", Base58.encode(secret));
    return this;
  }

  /** Adds a text in UTF-8 and UTF-16. */
  public SecretSearch text(String name, String secret) {
    add(name, secret.getBytes(US_ASCII));
    add(name + " UTF-16LE", secret.getBytes(UTF_16LE));
    add(name + " UTF-16BE", secret.getBytes(UTF_16BE));
    return this;
  }

  private void add(String name, byte[] bytes) {
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException(name + " is too short to be told from chance");
    }
    patterns
        .computeIfAbsent(ByteBuffer.wrap(bytes).getInt(), head -> new ArrayList<>())
        .add(new Pattern(name, bytes));
  }

  /** The names of the patterns that occur. */
  public List<String> hits(byte[] where) {
    var found = new ArrayList<String>();
    int head = 0;
    for (int i = 0; i < where.length; i++) {
      head = head << 8 | (where[i] & 0xff);
      if (i >= 3) {
        List<Pattern> candidates = patterns.get(head);
        if (candidates != null) {
          for (Pattern pattern : candidates) {
            if (startsAt(where, i - 3, pattern.bytes())) {
              found.add(pattern.name());
            }
          }
        }
      }
    }
    return found;
  }

  private static boolean startsAt(byte[] where, int at, byte[] pattern) {
    if (at + pattern.length > where.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (where[at + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }
}

package io.quantumvault.forensics;

import java.util.Arrays;

/** What a known secret is, which decides the forms it is looked for in. */
public enum SecretType {
  /** An ed25519 seed of 32 bytes: also the scalar and prefix it expands to, and seed ‖ public. */
  SEED("seed", 32),
  /** A key of 32 bytes: HKDF, HMAC, a shared secret, a nonce. */
  KEY32("key32", 32),
  /** A key of 32 bytes: also both of its AES-256 key schedules. */
  AES256("aes256", 32),
  /** An X25519 private key of 32 bytes: also clamped. */
  X25519("x25519", 32),
  /** A text, such as a mnemonic sentence: whole, and every four words in a row. */
  TEXT("text", 0),
  /** Nothing secret: bytes that every snapshot must show, or it does not count. */
  PUBLIC_CONTROL("public-control", 0);

  private final String text;
  private final int bytes;

  SecretType(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  static SecretType of(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text.equals(text))
        .findFirst()
        .orElseThrow(() ->
            new NotRun(
                "unknown type of secret, want one of seed, key32, aes256, x25519, text, public-control"));
  }

  /** How the file of secrets names it. */
  String text() {
    return text;
  }

  /** Whether a value of this many bytes can be one; short ones cannot be told from chance. */
  boolean accepts(int size) {
    return bytes == 0 ? size >= Pattern.FEWEST_BYTES : size == bytes;
  }
}

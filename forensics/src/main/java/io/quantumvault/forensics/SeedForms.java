package io.quantumvault.forensics;

import java.util.Arrays;
import java.util.List;

/**
 * Forms of an ed25519 seed: itself; seed ‖ public key, as libraries and wallets keep it; the two
 * halves of its SHA-512 (RFC 8032, 5.1.5), of which the first is clamped into the scalar.
 */
final class SeedForms {
  private SeedForms() {}

  static void add(String name, byte[] seed, List<Pattern> to) {
    byte[] digest = Ed25519Expansion.sha512(seed);
    byte[] first = Arrays.copyOf(digest, 32);
    byte[] prefix = Arrays.copyOfRange(digest, 32, 64);
    byte[] pair = Arrays.copyOf(seed, 64);
    System.arraycopy(Ed25519Expansion.publicKey(seed), 0, pair, 32, 32);
    KeyForms.add(name, "", seed, to);
    to.add(new Pattern(name, "secret key of 64 bytes", pair, false));
    TextForms.ofBytes(name, "secret key of 64 bytes ", pair, to);
    KeyForms.addQuarters(name, "unclamped scalar ", first, to);
    KeyForms.add(name, "scalar ", Ed25519Expansion.clamp(first), to);
    KeyForms.add(name, "prefix ", prefix, to);
  }
}

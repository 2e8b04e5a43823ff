package io.quantumvault.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import java.security.SecureRandom;
import java.util.List;

/** A throw-away owner wallet, as an extension in a browser would be. */
final class TestWallet {
  private final byte[] seed = new byte[32];
  private final byte[] publicKey;

  TestWallet() {
    new SecureRandom().nextBytes(seed);
    try (var memory = SecretMemory.takeOwnershipOf(seed.clone())) {
      publicKey = Ed25519.publicKey(memory);
    }
  }

  String address() {
    return Base58.encode(publicKey);
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  /** The secret scalar, for signatures that a well-behaved wallet would not make. */
  java.math.BigInteger scalar() {
    return TestSignatures.scalar(seed);
  }

  /** What a lenient verifier would take for this wallet's signature. */
  List<NonStrictSignature> nonStrict(String text) {
    return NonStrictSignature.underKeyOf(seed, text.getBytes(UTF_8));
  }

  byte[] sign(String text) {
    try (var memory = SecretMemory.takeOwnershipOf(seed.clone())) {
      return Ed25519.sign(memory, publicKey, text.getBytes(UTF_8));
    }
  }
}

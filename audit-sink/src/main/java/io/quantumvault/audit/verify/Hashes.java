package io.quantumvault.audit.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 as RFC 6962 uses it, written a second time. One instance per thread. */
final class Hashes {
  private final MessageDigest digest;

  Hashes() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  byte[] ofLeaf(byte[] leaf) {
    digest.update((byte) 0);
    return digest.digest(leaf);
  }

  byte[] ofChildren(byte[] left, byte[] right) {
    digest.update((byte) 1);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }

  byte[] ofNothing() {
    return digest.digest();
  }
}

package io.quantumvault.audit.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of RFC 6962 section 2.1: SHA-256, with a first byte that keeps leaves and inner nodes
 * apart, so that no inner node can be passed off as a leaf.
 */
public final class Hashing {
  /** Bytes in a hash. */
  public static final int LENGTH = 32;

  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private Hashing() {}

  /** Hash of one leaf: SHA-256 over 0x00 and the leaf's bytes. */
  public static byte[] leaf(byte[] data) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return digest.digest(data);
  }

  /** Hash of an inner node: SHA-256 over 0x01 and its two children. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  /** Root of the tree without leaves: SHA-256 of nothing. */
  public static byte[] emptyRoot() {
    return sha256().digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

package io.quantumvault.solana.address;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.utils.Base58;

/** A 32-byte Solana address; its text is Base58. */
public final class Address {
  /** Bytes of an address. */
  public static final int LENGTH = 32;

  private static final int LONGEST_TEXT = 44;

  private final byte[] bytes;

  /** Made when first asked for: it takes longer than all else that is done with an address. */
  private @Nullable String text;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The address of 32 bytes.
   *
   * @throws IllegalArgumentException if there are not 32
   */
  public static Address of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an address has 32 bytes, not " + bytes.length);
    }
    return new Address(bytes.clone());
  }

  /** The 32 bytes that start at {@code offset}. */
  public static Address read(byte[] from, int offset) {
    return of(Arrays.copyOfRange(from, offset, offset + LENGTH));
  }

  /**
   * The address a text names.
   *
   * @throws IllegalArgumentException if it is not Base58 of 32 bytes
   */
  public static Address of(String base58) {
    // Reading takes time with the square of the length, and a node's answer may be long.
    if (base58.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("an address has at most 44 characters");
    }
    return of(decode(base58));
  }

  private static byte[] decode(String base58) {
    try {
      return Base58.decode(base58);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not Base58", e);
    }
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Base58. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = Base58.encode(bytes);
      text = known;
    }
    return known;
  }
}

package io.quantumvault.paper.address;

import java.util.Arrays;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.exceptions.AddressFormatException;

/** A 32-byte account address; equal by its bytes, printed as Base58. */
public final class Address implements Comparable<Address> {
  public static final int BYTES = 32;

  /** Decoding takes quadratic time, so what cannot be an address is not decoded. */
  private static final int MAX_BASE58 = 44;

  private final byte[] bytes;
  private final int hash;

  private Address(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** Copies 32 bytes starting at {@code offset}. */
  public static Address at(byte[] source, int offset) {
    return new Address(Arrays.copyOfRange(source, offset, offset + BYTES));
  }

  public static Address of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an address has 32 bytes");
    }
    return new Address(bytes.clone());
  }

  /**
   * Reads Base58.
   *
   * @throws IllegalArgumentException when it is no Base58 or not 32 bytes
   */
  public static Address parse(String base58) {
    if (base58.length() > MAX_BASE58) {
      throw new IllegalArgumentException("too long for an address");
    }
    try {
      return of(Base58.decode(base58));
    } catch (AddressFormatException e) {
      throw new IllegalArgumentException("no Base58", e);
    }
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && hash == that.hash && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return Base58.encode(bytes);
  }
}

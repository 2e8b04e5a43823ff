package io.quantumvault.keys.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Thirty-two public bytes with value equality: a public key or a hash. */
public final class Bytes32 {
  /** What stands where there is no owner. */
  public static final Bytes32 ZERO = new Bytes32(new byte[32]);

  private final byte[] bytes;

  private Bytes32(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the bytes. */
  public static Bytes32 of(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("32 bytes wanted, got " + bytes.length);
    }
    return new Bytes32(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Writes them without a copy in between. */
  void putInto(ByteBuffer out) {
    out.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes32 that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}

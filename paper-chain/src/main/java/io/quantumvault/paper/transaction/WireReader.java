package io.quantumvault.paper.transaction;

import io.quantumvault.paper.address.Address;
import java.util.Arrays;

/** Reads wire bytes from front to back and refuses to run past the end. */
final class WireReader {
  private final byte[] bytes;
  private int position;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return position;
  }

  int remaining() {
    return bytes.length - position;
  }

  int u8() throws MalformedTransactionException {
    return take(1)[0] & 0xff;
  }

  int peek() throws MalformedTransactionException {
    if (remaining() < 1) {
      throw new MalformedTransactionException("unexpected end");
    }
    return bytes[position] & 0xff;
  }

  byte[] take(int count) throws MalformedTransactionException {
    if (count > remaining()) {
      throw new MalformedTransactionException("unexpected end");
    }
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  Address address() throws MalformedTransactionException {
    return Address.of(take(Address.BYTES));
  }

  /** A compact-u16: 7 bits per byte, at most three bytes, no longer than needed. */
  int compactU16() throws MalformedTransactionException {
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int b = u8();
      value |= (b & 0x7f) << (7 * i);
      if ((b & 0x80) == 0) {
        if ((b == 0 && i > 0) || value > 0xffff) {
          throw new MalformedTransactionException("length is not in its shortest form");
        }
        return value;
      }
    }
    throw new MalformedTransactionException("length is too long");
  }
}

package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;
import java.util.Arrays;

/** Reads forwards through bytes and refuses what is short, long or written in two ways. */
final class WireReader {
  private final byte[] bytes;
  private int at;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return at;
  }

  int u8() throws MalformedMessageException {
    if (at >= bytes.length) {
      throw new MalformedMessageException("ends at byte " + at);
    }
    return bytes[at++] & 0xFF;
  }

  /** compact-u16: seven bits a byte, at most three bytes, in the shortest form only. */
  int compactU16() throws MalformedMessageException {
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int b = u8();
      value |= (b & 0x7F) << (7 * i);
      if ((b & 0x80) == 0) {
        if (i > 0 && b == 0) {
          throw new MalformedMessageException("a compact-u16 is not in its shortest form");
        }
        if (value > 0xFFFF) {
          throw new MalformedMessageException("a compact-u16 is above 65535");
        }
        return value;
      }
    }
    throw new MalformedMessageException("a compact-u16 is longer than three bytes");
  }

  byte[] take(int length) throws MalformedMessageException {
    if (length > bytes.length - at) {
      throw new MalformedMessageException("ends before " + length + " bytes from byte " + at);
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  Address address() throws MalformedMessageException {
    return Address.of(take(Address.LENGTH));
  }

  void end() throws MalformedMessageException {
    if (at != bytes.length) {
      throw new MalformedMessageException((bytes.length - at) + " bytes too many");
    }
  }
}

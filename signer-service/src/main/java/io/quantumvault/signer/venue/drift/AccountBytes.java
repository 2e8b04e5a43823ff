package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of one account of the program, known to have the right owner, kind and size. */
final class AccountBytes {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  private AccountBytes(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static AccountBytes of(AccountData account, Discriminator kind, int size)
      throws VenueUnreadableException {
    if (!account.owner().equals(DriftAddresses.PROGRAM)) {
      throw new VenueUnreadableException("a " + kind + " account belongs to " + account.owner());
    }
    return of(account.data(), kind, size);
  }

  static AccountBytes of(byte[] data, Discriminator kind, int size)
      throws VenueUnreadableException {
    if (!kind.starts(data)) {
      throw new VenueUnreadableException("not a " + kind + " account");
    }
    if (data.length != size) {
      throw new VenueUnreadableException(
          "a " + kind + " account has " + data.length + " bytes, not " + size);
    }
    return new AccountBytes(data);
  }

  int u8(int at) {
    return buffer.get(at) & 0xFF;
  }

  int u16(int at) {
    return buffer.getShort(at) & 0xFFFF;
  }

  long u32(int at) {
    return buffer.getInt(at) & 0xFFFF_FFFFL;
  }

  int i32(int at) {
    return buffer.getInt(at);
  }

  long i64(int at) {
    return buffer.getLong(at);
  }

  BigInteger unsigned(int at, int length) {
    byte[] bigEndian = new byte[length];
    for (int i = 0; i < length; i++) {
      bigEndian[length - 1 - i] = bytes[at + i];
    }
    return new BigInteger(1, bigEndian);
  }

  /** A signed 8-byte number with this many decimals. */
  BigDecimal decimal(int at, int decimals) {
    return BigDecimal.valueOf(i64(at), decimals);
  }

  /** An unsigned 8-byte number with this many decimals. */
  BigDecimal unsignedDecimal(int at, int decimals) {
    return new BigDecimal(unsigned(at, 8), decimals);
  }

  Address address(int at) {
    return Address.read(bytes, at);
  }
}

package io.quantumvault.policy.book;

import java.nio.ByteBuffer;

/** Layout: version u8 = 1, state version i64, last sequence i64, unreadable u8; big endian. */
public final class WalletEntryCodec {
  private static final byte VERSION = 1;
  private static final int LENGTH = 18;

  private WalletEntryCodec() {}

  /** The bytes of an entry. */
  public static byte[] encode(WalletEntry entry) {
    return ByteBuffer.allocate(LENGTH)
        .put(VERSION)
        .putLong(entry.stateVersion())
        .putLong(entry.lastSequence())
        .put((byte) (entry.unreadable() ? 1 : 0))
        .array();
  }

  /**
   * The entry of bytes.
   *
   * @throws CorruptState if this code did not write them; the stage then stops
   */
  public static WalletEntry decode(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    if (bytes.length != LENGTH || in.get() != VERSION) {
      throw new CorruptState("a wallet entry of an unknown layout");
    }
    return new WalletEntry(in.getLong(), in.getLong(), in.get() != 0);
  }
}

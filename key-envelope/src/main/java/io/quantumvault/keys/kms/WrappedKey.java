package io.quantumvault.keys.kms;

import io.quantumvault.keys.CryptoFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The envelope every provider shares: provider u8 ‖ key version u32 LE ‖ the provider's bytes. */
@SuppressWarnings("ArrayRecordComponent") // a parsed message on its way, never compared
public record WrappedKey(int keyVersion, byte[] providerBytes) {
  private static final int HEADER_BYTES = 5;

  /** Who wrapped, and under which version of the key. */
  public record Header(Provider provider, int keyVersion) {}

  /**
   * What stands before the provider's bytes; nothing about it is authenticated yet.
   *
   * @throws CryptoFailure when the bytes are too short or no known provider's
   */
  public static Header header(byte[] wrapped) {
    for (Provider provider : Provider.values()) {
      if (wrapped.length > HEADER_BYTES && wrapped[0] == provider.number()) {
        return new Header(provider, parse(provider, wrapped).keyVersion());
      }
    }
    throw new CryptoFailure();
  }

  /** The bytes to store. */
  public byte[] bytes(Provider provider) {
    return ByteBuffer.allocate(HEADER_BYTES + providerBytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) provider.number())
        .putInt(keyVersion)
        .put(providerBytes)
        .array();
  }

  /**
   * Takes stored bytes apart.
   *
   * @throws CryptoFailure when another provider wrapped them, they are too short, or their version
   *     is none: versions begin at 1
   */
  public static WrappedKey parse(Provider provider, byte[] wrapped) {
    if (wrapped.length <= HEADER_BYTES || wrapped[0] != provider.number()) {
      throw new CryptoFailure();
    }
    ByteBuffer in = ByteBuffer.wrap(wrapped).order(ByteOrder.LITTLE_ENDIAN).position(1);
    int version = in.getInt();
    if (version < 1) {
      throw new CryptoFailure();
    }
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return new WrappedKey(version, rest);
  }
}

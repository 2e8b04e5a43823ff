package io.quantumvault.keys.vault;

import java.util.Arrays;
import java.util.HexFormat;

/** An owner's wallet key and random derivation salt, 32 bytes each; neither is secret. */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Owner(byte[] publicKey, byte[] salt) {
  /** Copies both and checks their size. */
  public Owner {
    if (publicKey.length != 32 || salt.length != 32) {
      throw new IllegalArgumentException("an owner has a 32-byte key and a 32-byte salt");
    }
    publicKey = publicKey.clone();
    salt = salt.clone();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] salt() {
    return salt.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Owner that
        && Arrays.equals(publicKey, that.publicKey)
        && Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(publicKey);
  }

  @Override
  public String toString() {
    return "Owner[" + HexFormat.of().formatHex(publicKey) + "]";
  }
}

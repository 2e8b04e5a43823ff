package io.quantumvault.control.owner;

import io.quantumvault.keys.vault.Owner;

/** An enrolled owner: wallet address, public key (32 bytes) and random salt (32 bytes). */
@SuppressWarnings("ArrayRecordComponent")
public record OwnerRecord(String address, byte[] publicKey, byte[] salt) {
  /** As the key hierarchy names it. */
  public Owner asKeyOwner() {
    return new Owner(publicKey, salt);
  }
}

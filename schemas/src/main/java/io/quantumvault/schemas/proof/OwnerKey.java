package io.quantumvault.schemas.proof;

import io.quantumvault.schemas.ids.Base58;

/** An owner's address is their public key. */
final class OwnerKey {
  private OwnerKey() {}

  static boolean signed(SignatureCheck check, String owner, byte[] text, byte[] signature) {
    return Base58.isAddress(owner) && check.signed(Base58.decode(owner), text, signature);
  }
}

package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;

/** An account as an instruction names it. */
public record AccountMeta(Address address, boolean signer, boolean writable) {
  /** Read only, not signing. */
  public static AccountMeta readOnly(Address address) {
    return new AccountMeta(address, false, false);
  }

  /** Written to, not signing. */
  public static AccountMeta writable(Address address) {
    return new AccountMeta(address, false, true);
  }

  /** Signing, not written to. */
  public static AccountMeta signer(Address address) {
    return new AccountMeta(address, true, false);
  }
}

package io.quantumvault.keys.rotate;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.UmkSlot;

/** Replaces a slot's secret, salt or version: the same master key in a new slot. */
public final class SlotRewrap {
  private final KeyUnwrapping from;
  private final KeyWrapping to;

  /** Takes what unwraps and what wraps under {@code control}; usually the same key management. */
  public SlotRewrap(KeyUnwrapping from, KeyWrapping to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Opens the master key under the old slot and seals it under the new. The stored slot is to be
   * replaced by the returned one in one transaction; secrets stay the caller's to close.
   *
   * @throws IllegalArgumentException unless the new slot has another id or a higher version
   * @throws CryptoFailure when the old slot does not open
   */
  public UmkSlot rewrap(Owner owner, UmkSlot old, SecretMemory oldSecret, NewSlot fresh) {
    if (fresh.slot().id().equals(old.slot().id())
        && fresh.slot().version() <= old.slot().version()) {
      throw new IllegalArgumentException("a slot that keeps its id needs a higher version");
    }
    try (SecretMemory umk = old.open(from, owner, oldSecret)) {
      return UmkSlot.seal(to, owner, fresh.slot(), fresh.secret(), umk);
    }
  }
}

package io.quantumvault.keys.vault;

/** Where the secret of a key slot comes from; the number is part of the derivation. */
public enum SlotKind {
  /** The owner wallet's signature over the key message. */
  WALLET_SIGNATURE(1),
  /** Thirty-two random bytes shown to the owner once. */
  RECOVERY_CODE(2),
  /** The PRF output of a passkey. */
  PASSKEY_PRF(3);

  private final int number;

  SlotKind(int number) {
    this.number = number;
  }

  /** The byte that stands for it; never changes. */
  public int number() {
    return number;
  }
}

package io.quantumvault.keys.vault;

import io.quantumvault.keys.memory.Hkdf;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SlotSecret;

/**
 * The key hierarchy: slot secret → slot key, which opens the UMK; UMK → mnemonic key, execution key
 * and profile key; execution key → private-key key and policy key.
 *
 * <p>Every step is HKDF-SHA256 with the owner's random salt and an info of its own, 32 bytes out. A
 * key derived from a signature seals nothing but the UMK, and no key has two purposes. Each {@link
 * SecretMemory} returned is the caller's to close.
 */
final class Hierarchy {
  /** The info of {@link #privateKeyKey}, for deriving that key where it is used. */
  static final byte[] PRIVATE_KEY_INFO = DerivationInfo.of("agent-privkey");

  /** The info of the policy key, which is derived where it is used. */
  static final byte[] POLICY_MAC_INFO = DerivationInfo.of("policy-mac");

  private Hierarchy() {}

  /** The key that opens the UMK in one slot. */
  static SecretMemory slotKey(Owner owner, Slot slot, SecretMemory secret) {
    return SlotSecret.key(
        owner.salt(),
        publicInput(owner, slot),
        secret,
        DerivationInfo.ofSlot("slot", slot.kind(), slot.id(), slot.version()));
  }

  /**
   * A 32-byte value to store beside the slot: when it differs, the secret is not the one the slot
   * was made with, which tells a wallet that changed its way of signing from a damaged record.
   */
  static byte[] slotCheck(Owner owner, Slot slot, SecretMemory secret) {
    return SlotSecret.checkValue(
        owner.salt(),
        publicInput(owner, slot),
        secret,
        DerivationInfo.ofSlot("slot-check", slot.kind(), slot.id(), slot.version()));
  }

  /** Seals the BIP-39 entropy of one agent wallet. */
  static SecretMemory mnemonicKey(SecretMemory umk, Owner owner, byte[] agentPublicKey) {
    return Hkdf.derive(owner.salt(), umk, DerivationInfo.of("mnemonic", agentPublicKey));
  }

  /** The execution key of one agent wallet: the most that a grant gives away. */
  static SecretMemory executionKey(SecretMemory umk, Owner owner, byte[] agentPublicKey) {
    return Hkdf.derive(owner.salt(), umk, DerivationInfo.of("execution", agentPublicKey));
  }

  /** Seals the ed25519 seed; the execution key it comes from already belongs to one wallet. */
  static SecretMemory privateKeyKey(SecretMemory ek, Owner owner) {
    return Hkdf.derive(owner.salt(), ek, PRIVATE_KEY_INFO);
  }

  /** Seals the owner's notification addresses and notes. */
  static SecretMemory profileKey(SecretMemory umk, Owner owner) {
    return Hkdf.derive(owner.salt(), umk, DerivationInfo.of("profile"));
  }

  /** Owner key 32 ‖ SHA-256 of the key message 32, zeros where the slot has none. */
  private static byte[] publicInput(Owner owner, Slot slot) {
    byte[] input = new byte[64];
    System.arraycopy(owner.publicKey(), 0, input, 0, 32);
    byte[] hash = slot.keyMessageSha256();
    if (hash != null) {
      System.arraycopy(hash, 0, input, 32, 32);
    }
    return input;
  }
}

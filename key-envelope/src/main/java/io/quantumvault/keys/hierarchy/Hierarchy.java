package io.quantumvault.keys.hierarchy;

import io.quantumvault.keys.memory.Hkdf;
import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SecretMemory;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The key hierarchy: slot secret → slot key, which opens the UMK; UMK → mnemonic key, execution key
 * and profile key; execution key → private-key key and policy key.
 *
 * <p>Every step is HKDF-SHA256 with the owner's random salt and an info of its own, 32 bytes out. A
 * key derived from a signature seals nothing but the UMK, and no key has two purposes. Each {@link
 * SecretMemory} returned is the caller's to close.
 */
public final class Hierarchy {
  private static final int KEY_BYTES = 32;

  private Hierarchy() {}

  /**
   * The key that opens the UMK in one slot.
   *
   * @param kSha256 SHA-256 of the key message, null where the slot has none (counts as zeros)
   */
  public static SecretMemory slotKey(
      Owner owner,
      SlotKind kind,
      UUID slotId,
      int version,
      byte @Nullable [] kSha256,
      SecretMemory secret) {
    byte[] info = DerivationInfo.ofSlot("slot", kind, slotId, version);
    return fromSlotSecret(owner, kSha256, secret, prk -> Hkdf.expand(prk, info, KEY_BYTES));
  }

  /**
   * A 32-byte value to store beside the slot: when it differs, the secret is not the one the slot
   * was made with, which tells a wallet that changed its way of signing from a damaged record.
   */
  public static byte[] slotCheck(
      Owner owner,
      SlotKind kind,
      UUID slotId,
      int version,
      byte @Nullable [] kSha256,
      SecretMemory secret) {
    byte[] info = DerivationInfo.ofSlot("slot-check", kind, slotId, version);
    return fromSlotSecret(owner, kSha256, secret, prk -> Hkdf.expandPublic(prk, info, KEY_BYTES));
  }

  /** A new UMK: 32 random bytes, made once per owner. */
  public static SecretMemory newUmk() {
    return SecretMemory.random(KEY_BYTES);
  }

  /** Seals the BIP-39 entropy of one agent wallet. */
  public static SecretMemory mnemonicKey(SecretMemory umk, Owner owner, byte[] agentPublicKey) {
    return Hkdf.derive(owner.salt(), umk, DerivationInfo.of("mnemonic", agentPublicKey));
  }

  /** The execution key of one agent wallet: the most that a grant gives away. */
  public static SecretMemory executionKey(SecretMemory umk, Owner owner, byte[] agentPublicKey) {
    return Hkdf.derive(owner.salt(), umk, DerivationInfo.of("execution", agentPublicKey));
  }

  /** Seals the ed25519 seed; the execution key it comes from already belongs to one wallet. */
  public static SecretMemory privateKeyKey(SecretMemory ek, Owner owner, byte[] agentPublicKey) {
    DerivationInfo.requireAgent(agentPublicKey);
    return Hkdf.derive(owner.salt(), ek, privateKeyInfo());
  }

  /**
   * The info of {@link #privateKeyKey}, for deriving that key where it is used; the salt is the
   * owner's.
   */
  public static byte[] privateKeyInfo() {
    return DerivationInfo.of("agent-privkey");
  }

  /** Seals the owner's notification addresses and notes. */
  public static SecretMemory profileKey(SecretMemory umk, Owner owner) {
    return Hkdf.derive(owner.salt(), umk, DerivationInfo.of("profile"));
  }

  /** HMAC-SHA256 that makes a granted policy authentic, over bot, version and the exact bytes. */
  public static byte[] policyMac(
      SecretMemory ek,
      Owner owner,
      byte[] agentPublicKey,
      UUID botId,
      long policyVersion,
      byte[] policyBytes) {
    DerivationInfo.requireAgent(agentPublicKey);
    try (SecretMemory policyKey = Hkdf.derive(owner.salt(), ek, DerivationInfo.of("policy-mac"))) {
      return Hmac.sha256(policyKey, DerivationInfo.policyHeader(botId, policyVersion), policyBytes);
    }
  }

  /** Whether the MAC is the policy's, in time that tells nothing about it. */
  public static boolean verifyPolicyMac(
      SecretMemory ek,
      Owner owner,
      byte[] agentPublicKey,
      UUID botId,
      long policyVersion,
      byte[] policyBytes,
      byte[] mac) {
    return MessageDigest.isEqual(
        policyMac(ek, owner, agentPublicKey, botId, policyVersion, policyBytes), mac);
  }

  private static <T> T fromSlotSecret(
      Owner owner, byte @Nullable [] kSha256, SecretMemory secret, Function<SecretMemory, T> use) {
    byte[] prefix = new byte[64];
    System.arraycopy(owner.publicKey(), 0, prefix, 0, 32);
    if (kSha256 != null) {
      if (kSha256.length != 32) {
        throw new IllegalArgumentException("a SHA-256 has 32 bytes");
      }
      System.arraycopy(kSha256, 0, prefix, 32, 32);
    }
    try (SecretMemory prk = Hkdf.extract(owner.salt(), prefix, secret)) {
      return use.apply(prk);
    }
  }
}

package io.quantumvault.keys.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed record belongs to, as the exact bytes that its tag covers.
 *
 * <p>Bytes: version u32 LE (2) ‖ record type u8 ‖ owner public key 32 (zero for staff) ‖ context. A
 * ciphertext moved to another owner, wallet, grant, expiry or kind of record does not open. The
 * layouts are frozen by golden files.
 */
public sealed interface Aad {
  /** The bytes the tag covers. */
  byte[] bytes();

  /** Type 1: an owner's UMK in a key slot, and the same wrapped once more. */
  static Aad umkSlot(byte[] owner, UUID slotId, int slotVersion) {
    return new UmkSlot(Bytes32.of(owner), slotId, slotVersion);
  }

  /** Type 2: an owner's profile data. */
  static Aad profile(byte[] owner) {
    return new Profile(Bytes32.of(owner));
  }

  /** Type 3: the BIP-39 entropy of an agent wallet. */
  static Aad entropy(byte[] owner, byte[] agent) {
    return new Entropy(Bytes32.of(owner), Bytes32.of(agent));
  }

  /** Type 4: the ed25519 seed of an agent wallet. */
  static Aad seed(byte[] owner, byte[] agent) {
    return new Seed(Bytes32.of(owner), Bytes32.of(agent));
  }

  /**
   * Type 5: the execution key in a grant; the end is that of its exits, in milliseconds since 1970
   * UTC.
   */
  static Aad grant(
      byte[] owner, byte[] agent, UUID bot, UUID grant, byte[] policySha256, long endsAtMs) {
    return new Grant(
        Bytes32.of(owner), Bytes32.of(agent), bot, grant, Bytes32.of(policySha256), endsAtMs);
  }

  /** Type 6: the signing secret of a webhook. */
  static Aad webhookSecret(byte[] owner, UUID webhookId) {
    return new WebhookSecret(Bytes32.of(owner), webhookId);
  }

  /** Type 7: a TOTP seed of an owner, or of a staff member when there is no owner. */
  static Aad totp(byte @Nullable [] owner, UUID id) {
    return new Totp(owner == null ? Bytes32.ZERO : Bytes32.of(owner), id);
  }

  /** Type 8: the key that turns client addresses into pseudonyms. */
  static Aad pseudonym(UUID keyId) {
    return new Pseudonym(keyId);
  }

  /** Type 9: the execution key in an owner order; the expiry is in milliseconds since 1970 UTC. */
  static Aad ownerOrder(
      byte[] owner, byte[] agent, UUID order, byte[] orderTextSha256, long expiresAtMs) {
    return new OwnerOrder(
        Bytes32.of(owner), Bytes32.of(agent), order, Bytes32.of(orderTextSha256), expiresAtMs);
  }

  /** See {@link Aad#umkSlot}. */
  record UmkSlot(Bytes32 owner, UUID slotId, int slotVersion) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(1, owner, 16 + 4).add(slotId).add(slotVersion).bytes();
    }
  }

  /** See {@link Aad#profile}. */
  record Profile(Bytes32 owner) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(2, owner, 0).bytes();
    }
  }

  /** See {@link Aad#entropy}. */
  record Entropy(Bytes32 owner, Bytes32 agent) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(3, owner, 32).add(agent).bytes();
    }
  }

  /** See {@link Aad#seed}. */
  record Seed(Bytes32 owner, Bytes32 agent) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(4, owner, 32).add(agent).bytes();
    }
  }

  /** See {@link Aad#grant}. */
  record Grant(
      Bytes32 owner, Bytes32 agent, UUID bot, UUID grant, Bytes32 policySha256, long endsAtMs)
      implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(5, owner, 32 + 16 + 16 + 32 + 8)
          .add(agent)
          .add(bot)
          .add(grant)
          .add(policySha256)
          .add(endsAtMs)
          .bytes();
    }
  }

  /** See {@link Aad#webhookSecret}. */
  record WebhookSecret(Bytes32 owner, UUID webhookId) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(6, owner, 16).add(webhookId).bytes();
    }
  }

  /** See {@link Aad#totp}. */
  record Totp(Bytes32 owner, UUID id) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(7, owner, 16).add(id).bytes();
    }
  }

  /** See {@link Aad#pseudonym}. */
  record Pseudonym(UUID keyId) implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(8, Bytes32.ZERO, 16).add(keyId).bytes();
    }
  }

  /** See {@link Aad#ownerOrder}. */
  record OwnerOrder(
      Bytes32 owner, Bytes32 agent, UUID order, Bytes32 orderTextSha256, long expiresAtMs)
      implements Aad {
    @Override
    public byte[] bytes() {
      return AadLayout.of(9, owner, 32 + 16 + 32 + 8)
          .add(agent)
          .add(order)
          .add(orderTextSha256)
          .add(expiresAtMs)
          .bytes();
    }
  }
}

package io.quantumvault.keys.vault;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.memory.Ed25519Seed;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one agent wallet, as they are stored: its words and its ed25519 seed, each sealed
 * under a key of its own that only the owner's master key gives.
 *
 * @param agent the wallet's public key
 * @param entropy of the BIP-39 words (record type 3), null where the wallet has no words
 * @param seed the ed25519 seed (record type 4), null where the wallet's key is kept elsewhere
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to or from the database
public record AgentWalletKeys(Bytes32 agent, byte @Nullable [] entropy, byte @Nullable [] seed) {
  /** Makes a wallet: 24 words that nobody has seen, and the seed that they stand for. */
  public static AgentWalletKeys create(Owner owner, SecretMemory umk) {
    try (SecretMemory entropy = Mnemonic.newEntropy();
        SecretMemory seed = Mnemonic.seedOf(entropy)) {
      return seal(owner, umk, entropy, seed);
    }
  }

  /**
   * Seals the keys of a wallet; key memory stays the caller's. The public key is derived from the
   * seed, so what {@link GrantKey#sign} later takes on trust holds: a record bound to a public key
   * has the seed of that key.
   */
  public static AgentWalletKeys seal(
      Owner owner, SecretMemory umk, @Nullable SecretMemory entropy, SecretMemory seed) {
    byte[] agent = Ed25519Seed.publicKey(seed);
    return new AgentWalletKeys(
        Bytes32.of(agent),
        entropy == null ? null : sealEntropy(owner, umk, agent, entropy),
        sealSeed(owner, umk, agent, seed));
  }

  private static byte[] sealEntropy(
      Owner owner, SecretMemory umk, byte[] agent, SecretMemory entropy) {
    try (SecretMemory key = Hierarchy.mnemonicKey(umk, owner, agent)) {
      return SealedRecord.seal(key, Aad.entropy(owner.publicKey(), agent), entropy);
    }
  }

  private static byte[] sealSeed(Owner owner, SecretMemory umk, byte[] agent, SecretMemory seed) {
    try (SecretMemory key = privateKeyKey(owner, umk, agent)) {
      return SealedRecord.seal(key, Aad.seed(owner.publicKey(), agent), seed);
    }
  }

  /**
   * The entropy of the words, the caller's to close.
   *
   * @throws CryptoFailure when there is none, or the record is not this owner's and this wallet's
   */
  public SecretMemory openEntropy(Owner owner, SecretMemory umk) {
    byte[] key32 = agent.toBytes();
    try (SecretMemory key = Hierarchy.mnemonicKey(umk, owner, key32)) {
      return SealedRecord.open(key, Aad.entropy(owner.publicKey(), key32), present(entropy));
    }
  }

  /**
   * The seed, the caller's to close.
   *
   * @throws CryptoFailure when there is none, the record is not this owner's and this wallet's, or
   *     the seed in it is another wallet's
   */
  public SecretMemory openSeed(Owner owner, SecretMemory umk) {
    byte[] key32 = agent.toBytes();
    try (SecretMemory key = privateKeyKey(owner, umk, key32)) {
      SecretMemory opened =
          SealedRecord.open(key, Aad.seed(owner.publicKey(), key32), present(seed));
      if (!Bytes32.of(Ed25519Seed.publicKey(opened)).equals(agent)) {
        opened.close();
        throw new CryptoFailure();
      }
      return opened;
    }
  }

  /**
   * The same keys under another master key of the owner; address and words stay.
   *
   * @throws CryptoFailure when one of them does not open under the old master key
   */
  public AgentWalletKeys resealed(Owner owner, SecretMemory from, SecretMemory to) {
    byte[] key32 = agent.toBytes();
    return new AgentWalletKeys(
        agent,
        entropy == null ? null : resealedEntropy(owner, from, to, key32),
        seed == null ? null : resealedSeed(owner, from, to, key32));
  }

  private byte[] resealedEntropy(Owner owner, SecretMemory from, SecretMemory to, byte[] key32) {
    try (SecretMemory opened = openEntropy(owner, from)) {
      return sealEntropy(owner, to, key32, opened);
    }
  }

  private byte[] resealedSeed(Owner owner, SecretMemory from, SecretMemory to, byte[] key32) {
    try (SecretMemory opened = openSeed(owner, from)) {
      return sealSeed(owner, to, key32, opened);
    }
  }

  private static SecretMemory privateKeyKey(Owner owner, SecretMemory umk, byte[] agent) {
    try (SecretMemory ek = Hierarchy.executionKey(umk, owner, agent)) {
      return Hierarchy.privateKeyKey(ek, owner);
    }
  }

  private static byte[] present(byte @Nullable [] record) {
    if (record == null) {
      throw new CryptoFailure();
    }
    return record;
  }
}

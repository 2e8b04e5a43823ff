package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.reveal;
import static io.quantumvault.keys.TestSecrets.secret;

import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.hierarchy.SlotKind;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.record.SealedRecord;
import io.quantumvault.keys.sign.Ed25519;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A random owner with a random number of wallets, and what its records hold in the clear. */
final class TestVault implements AutoCloseable {
  final Owner owner;
  final SecretMemory umk;
  final VaultRecords records;
  final List<NewSlot> newSlots = new ArrayList<>();
  final Map<Bytes32, byte[]> entropies = new HashMap<>();
  final Map<Bytes32, byte[]> seeds = new HashMap<>();
  final byte @Nullable [] profile;

  private TestVault(Random random, int wallets) {
    owner = new Owner(bytes(random, 32), bytes(random, 32));
    umk = secret(bytes(random, 32));
    profile = random.nextBoolean() ? bytes(random, 1 + random.nextInt(200)) : null;
    List<WalletRecords> sealed = new ArrayList<>();
    for (int i = 0; i < wallets; i++) {
      sealed.add(wallet(random, bytes(random, 32)));
    }
    records =
        new VaultRecords(
            1 + random.nextInt(1000),
            Set.of(id(random), id(random)),
            profile == null ? null : sealedProfile(profile),
            sealed,
            random.nextBoolean() ? Set.of() : Set.of(id(random), id(random)),
            random.nextBoolean() ? Set.of() : Set.of(id(random)));
    newSlots.add(slot(random, SlotKind.WALLET_SIGNATURE, bytes(random, 32), 64));
    newSlots.add(slot(random, SlotKind.RECOVERY_CODE, null, 32));
  }

  static TestVault random(Random random) {
    return new TestVault(random, random.nextInt(4));
  }

  static TestVault withWallets(Random random, int wallets) {
    return new TestVault(random, wallets);
  }

  private static NewSlot slot(Random random, SlotKind kind, byte @Nullable [] hash, int size) {
    return new NewSlot(new Slot(id(random), kind, 1, hash), secret(bytes(random, size)));
  }

  private static UUID id(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private byte[] sealedProfile(byte[] plaintext) {
    try (SecretMemory key = Hierarchy.profileKey(umk, owner);
        SecretMemory secret = secret(plaintext)) {
      return SealedRecord.seal(key, Aad.profile(owner.publicKey()), secret);
    }
  }

  /** With words, with a bare seed, or with neither. */
  private WalletRecords wallet(Random random, byte[] entropyBytes) {
    int mode = random.nextInt(4);
    try (SecretMemory entropy = secret(entropyBytes);
        SecretMemory seed = Mnemonic.seedOf(entropy)) {
      byte[] agent = Ed25519.publicKey(seed);
      Bytes32 name = Bytes32.of(agent);
      if (mode == 3) {
        return new WalletRecords(name, null, null);
      }
      seeds.put(name, reveal(seed));
      if (mode == 2) {
        return new WalletRecords(name, null, sealedSeed(umk, agent, seed));
      }
      entropies.put(name, entropyBytes.clone());
      return new WalletRecords(name, sealedEntropy(agent, entropy), sealedSeed(umk, agent, seed));
    }
  }

  private byte[] sealedEntropy(byte[] agent, SecretMemory entropy) {
    try (SecretMemory key = Hierarchy.mnemonicKey(umk, owner, agent)) {
      return SealedRecord.seal(key, Aad.entropy(owner.publicKey(), agent), entropy);
    }
  }

  byte[] sealedSeed(SecretMemory under, byte[] agent, SecretMemory seed) {
    try (SecretMemory ek = Hierarchy.executionKey(under, owner, agent);
        SecretMemory key = Hierarchy.privateKeyKey(ek, owner, agent)) {
      return SealedRecord.seal(key, Aad.seed(owner.publicKey(), agent), seed);
    }
  }

  @Override
  public void close() {
    umk.close();
    newSlots.forEach(slot -> slot.secret().close());
  }
}

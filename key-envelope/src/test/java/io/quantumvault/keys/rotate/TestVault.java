package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.reveal;
import static io.quantumvault.keys.TestSecrets.secret;

import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.ProfileRecord;
import io.quantumvault.keys.vault.Slot;
import io.quantumvault.keys.vault.SlotKind;
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
    List<AgentWalletKeys> sealed = new ArrayList<>();
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
    try (SecretMemory secret = secret(plaintext)) {
      return ProfileRecord.seal(owner, umk, secret);
    }
  }

  /** With words, with a bare seed, or with neither. */
  private AgentWalletKeys wallet(Random random, byte[] entropyBytes) {
    int mode = random.nextInt(4);
    try (SecretMemory entropy = secret(entropyBytes);
        SecretMemory seed = Mnemonic.seedOf(entropy)) {
      AgentWalletKeys keys = AgentWalletKeys.seal(owner, umk, mode == 2 ? null : entropy, seed);
      if (mode == 3) {
        return new AgentWalletKeys(keys.agent(), null, null);
      }
      seeds.put(keys.agent(), reveal(seed));
      if (mode != 2) {
        entropies.put(keys.agent(), entropyBytes.clone());
      }
      return keys;
    }
  }

  @Override
  public void close() {
    umk.close();
    newSlots.forEach(slot -> slot.secret().close());
  }
}

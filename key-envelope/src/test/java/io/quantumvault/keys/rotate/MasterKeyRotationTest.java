package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.ControlKeys;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.ForeignSeed;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantedPolicy;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.ProfileRecord;
import io.quantumvault.keys.vault.Slot;
import io.quantumvault.keys.vault.UmkSlot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyRotationTest {
  @TempDir Path folder;
  private final Random random = TestSecrets.random(MasterKeyRotationTest.class);
  private final byte[] message = bytes(random, 100);
  private @Nullable FileKeyManagement opened;

  @BeforeEach
  void open() {
    opened = ControlKeys.in(folder);
  }

  @AfterEach
  void close() {
    kms().close();
  }

  private FileKeyManagement kms() {
    return Objects.requireNonNull(opened);
  }

  @Test
  void everyRecordOpensUnderTheNewKeyAndNoneUnderTheOld() {
    int before = SecretMemory.liveCount();
    for (int run = 0; run < 40; run++) {
      try (TestVault vault = TestVault.random(random)) {
        RotatedVault rotated = rotate(vault, vault.records);

        assertThat(rotated.umkVersion()).isEqualTo(vault.records.umkVersion() + 1);
        assertThat(rotated.endedSlots()).isEqualTo(vault.records.slots());
        assertThat(rotated.endedGrants()).isEqualTo(vault.records.grants());
        assertThat(rotated.endedOrders()).isEqualTo(vault.records.orders());
        assertThat(rotated.slots())
            .extracting(UmkSlot::slot)
            .isEqualTo(vault.newSlots.stream().map(NewSlot::slot).toList());
        String umk = "";
        for (int slot = 0; slot < rotated.slots().size(); slot++) {
          try (SecretMemory fresh =
              rotated
                  .slots()
                  .get(slot)
                  .open(kms(), vault.owner, vault.newSlots.get(slot).secret())) {
            String hex = hexOf(fresh.copy());
            assertThat(umk).isIn("", hex);
            umk = hex;
            assertHolds(vault, rotated, fresh);
          }
        }
        assertThat(umk).isNotEqualTo(hexOf(vault.umk.copy()));
        assertNothingOpensUnder(vault.umk, vault.owner, rotated);
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private void assertHolds(TestVault vault, RotatedVault rotated, SecretMemory umk) {
    assertThat(rotated.wallets())
        .extracting(AgentWalletKeys::agent)
        .isEqualTo(vault.records.wallets().stream().map(AgentWalletKeys::agent).toList());
    if (vault.profile == null) {
      assertThat(rotated.profile()).isNull();
    } else {
      assertSecret(ProfileRecord.open(vault.owner, umk, Objects.requireNonNull(rotated.profile())))
          .isEqualTo(hex(vault.profile));
    }
    for (int i = 0; i < rotated.wallets().size(); i++) {
      AgentWalletKeys wallet = rotated.wallets().get(i);
      byte[] entropy = vault.entropies.get(wallet.agent());
      byte[] seed = vault.seeds.get(wallet.agent());
      if (entropy == null) {
        assertThat(wallet.entropy()).isNull();
      } else {
        assertSecret(wallet.openEntropy(vault.owner, umk)).isEqualTo(hex(entropy));
      }
      if (seed == null) {
        assertThat(wallet.seed()).isNull();
      } else {
        assertSignsTheSame(vault, vault.records.wallets().get(i), wallet, umk, seed);
      }
    }
  }

  private void assertSignsTheSame(
      TestVault vault, AgentWalletKeys old, AgentWalletKeys fresh, SecretMemory umk, byte[] seed) {
    byte[] agent = fresh.agent().toBytes();
    byte[] oldSeed = Objects.requireNonNull(old.seed());
    byte[] newSeed = Objects.requireNonNull(fresh.seed());
    UUID bot = Golden.id("bot");
    byte[] policy = {1};
    try (GrantKey oldKey = GrantKey.derive(vault.owner, vault.umk, agent);
        GrantKey newKey = GrantKey.derive(vault.owner, umk, agent);
        SecretMemory plain = secret(seed)) {
      var before = new GrantedPolicy(bot, 1, policy, oldKey.policyMac(bot, 1, policy));
      var now = new GrantedPolicy(bot, 1, policy, newKey.policyMac(bot, 1, policy));
      byte[] signature = Ed25519.sign(plain, agent, message);

      assertSigns(newKey.sign(now, newSeed, message), signature);
      assertSigns(oldKey.sign(before, oldSeed, message), signature);
      // A grant that was given before holds the old key: it signs nothing with the new record.
      assertRefused(() -> oldKey.sign(before, newSeed, message));
      assertThat(newKey.sign(before, newSeed, message))
          .isInstanceOf(GrantKey.Signed.PolicyNotAuthentic.class);
    }
  }

  private static void assertSigns(GrantKey.Signed signed, byte[] signature) {
    assertThat(signed)
        .isInstanceOfSatisfying(
            GrantKey.Signed.Signature.class, s -> assertThat(s.bytes()).isEqualTo(signature));
  }

  private static void assertNothingOpensUnder(SecretMemory umk, Owner owner, RotatedVault rotated) {
    byte[] profile = rotated.profile();
    if (profile != null) {
      assertRefused(() -> ProfileRecord.open(owner, umk, profile));
    }
    for (AgentWalletKeys wallet : rotated.wallets()) {
      assertRefused(() -> wallet.openEntropy(owner, umk));
      assertRefused(() -> wallet.openSeed(owner, umk));
    }
  }

  @Test
  void oneFlippedBitInAnyRecordAndNothingIsMade() {
    try (TestVault vault = fullVault()) {
      int before = SecretMemory.liveCount();
      for (int record = 0; record < 5; record++) {
        for (byte[] changed : ControlKeys.flipped(record(vault.records, record))) {
          VaultRecords damaged = with(vault.records, record, changed);
          assertRefused(() -> rotate(vault, damaged));
        }
        byte[] shorter =
            Arrays.copyOf(record(vault.records, record), record(vault.records, record).length - 1);
        VaultRecords cut = with(vault.records, record, shorter);
        assertRefused(() -> rotate(vault, cut));
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void anotherOwnerOrMasterKeyAndNothingIsMade() {
    try (TestVault vault = fullVault();
        TestVault other = fullVault()) {
      int before = SecretMemory.liveCount();
      MasterKeyRotation rotation = new MasterKeyRotation(kms());
      assertRefused(() -> rotation.rotate(other.owner, vault.umk, vault.records, vault.newSlots));
      assertRefused(() -> rotation.rotate(vault.owner, other.umk, vault.records, vault.newSlots));
      Owner otherSalt = new Owner(vault.owner.publicKey(), other.owner.salt());
      assertRefused(() -> rotation.rotate(otherSalt, vault.umk, vault.records, vault.newSlots));
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void recordsThatChangedPlacesAreRefused() {
    try (TestVault vault = fullVault()) {
      int before = SecretMemory.liveCount();
      for (int one = 0; one < 5; one++) {
        for (int other = 0; other < 5; other++) {
          if (one != other) {
            VaultRecords moved = with(vault.records, one, record(vault.records, other));
            assertRefused(() -> rotate(vault, moved));
          }
        }
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  /** Sealed well, but for a public key it does not belong to: signing would give it away. */
  @Test
  void aSeedThatIsNotItsWalletsIsRefused() {
    try (TestVault vault = fullVault();
        SecretMemory foreign = SecretMemory.random(32)) {
      byte[] agent = vault.records.wallets().getFirst().agent().toBytes();
      byte[] sealed = ForeignSeed.sealedFor(vault.owner, vault.umk, agent, foreign);

      assertRefused(() -> rotate(vault, with(vault.records, 2, sealed)));
    }
  }

  @Test
  void anOutageOfTheKmsLeavesNothingOpen() {
    try (TestVault vault = fullVault()) {
      int before = SecretMemory.liveCount();
      MasterKeyRotation rotation =
          new MasterKeyRotation((name, context, key) -> {
            throw new KmsUnavailable("test: no answer");
          });
      assertThatThrownBy(
              () -> rotation.rotate(vault.owner, vault.umk, vault.records, vault.newSlots))
          .isInstanceOf(KmsUnavailable.class);
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void newSlotsHaveIdsOfTheirOwn() {
    try (TestVault vault = fullVault();
        SecretMemory code = SecretMemory.random(32)) {
      UUID old = vault.records.slots().iterator().next();
      Slot slot = vault.newSlots.getFirst().slot();
      MasterKeyRotation rotation = new MasterKeyRotation(kms());
      for (List<NewSlot> slots :
          List.of(
              List.<NewSlot>of(),
              List.of(new NewSlot(new Slot(old, slot.kind(), 9, null), code)),
              List.of(new NewSlot(slot, code), new NewSlot(slot, code)))) {
        assertThatThrownBy(() -> rotation.rotate(vault.owner, vault.umk, vault.records, slots))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aWalletThatIsThereTwiceIsRefused() {
    AgentWalletKeys wallet = new AgentWalletKeys(Bytes32.of(Golden.input("agent")), null, null);
    assertThatThrownBy(
            () -> new VaultRecords(1, Set.of(), null, List.of(wallet, wallet), Set.of(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A profile and two wallets with words: five records. */
  private TestVault fullVault() {
    while (true) {
      TestVault vault = TestVault.withWallets(random, 2);
      if (vault.profile != null && vault.entropies.size() == 2) {
        return vault;
      }
      vault.close();
    }
  }

  private RotatedVault rotate(TestVault vault, VaultRecords records) {
    return new MasterKeyRotation(kms()).rotate(vault.owner, vault.umk, records, vault.newSlots);
  }

  /** 0 profile; 1, 2 entropy and seed of the first wallet; 3, 4 of the second. */
  private static byte[] record(VaultRecords records, int number) {
    if (number == 0) {
      return Objects.requireNonNull(records.profile());
    }
    AgentWalletKeys wallet = records.wallets().get((number - 1) / 2);
    return Objects.requireNonNull(number % 2 == 1 ? wallet.entropy() : wallet.seed());
  }

  private static VaultRecords with(VaultRecords records, int number, byte[] changed) {
    List<AgentWalletKeys> wallets = new ArrayList<>(records.wallets());
    if (number > 0) {
      int at = (number - 1) / 2;
      AgentWalletKeys old = wallets.get(at);
      wallets.set(
          at,
          number % 2 == 1
              ? new AgentWalletKeys(old.agent(), changed, old.seed())
              : new AgentWalletKeys(old.agent(), old.entropy(), changed));
    }
    return new VaultRecords(
        records.umkVersion(),
        records.slots(),
        number == 0 ? changed : records.profile(),
        wallets,
        records.grants(),
        records.orders());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(CryptoFailure.class);
  }
}

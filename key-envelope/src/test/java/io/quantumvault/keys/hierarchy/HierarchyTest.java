package io.quantumvault.keys.hierarchy;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HierarchyTest {
  private static final Properties GOLDEN = Golden.file("hierarchy");

  private final Owner owner = Golden.owner();
  private final byte[] agent = Golden.input("agent");
  private final UUID slot = Golden.id("slot");
  private final int version = Golden.slotVersion();
  private final byte[] kSha256 = golden("kSha256");

  @Test
  void slotKeysAndChecksAreTheGoldenOnes() {
    try (SecretMemory signature = secret(golden("signature"));
        SecretMemory code = secret(golden("recoveryCode"))) {
      assertSecret(
              Hierarchy.slotKey(
                  owner, SlotKind.WALLET_SIGNATURE, slot, version, kSha256, signature))
          .isEqualTo(GOLDEN.getProperty("slotKey"));
      assertThat(
              Hierarchy.slotCheck(
                  owner, SlotKind.WALLET_SIGNATURE, slot, version, kSha256, signature))
          .isEqualTo(golden("slotCheck"));
      assertSecret(Hierarchy.slotKey(owner, SlotKind.RECOVERY_CODE, slot, version, null, code))
          .isEqualTo(GOLDEN.getProperty("recoverySlotKey"));
      assertThat(Hierarchy.slotCheck(owner, SlotKind.RECOVERY_CODE, slot, version, null, code))
          .isEqualTo(golden("recoverySlotCheck"));
      assertSecret(Hierarchy.slotKey(owner, SlotKind.PASSKEY_PRF, slot, version, null, code))
          .isEqualTo(GOLDEN.getProperty("passkeySlotKey"));
    }
  }

  @Test
  void keysUnderTheUmkAreTheGoldenOnes() {
    try (SecretMemory umk = secret(golden("umk"));
        SecretMemory ek = Hierarchy.executionKey(umk, owner, agent)) {
      assertSecret(Hierarchy.mnemonicKey(umk, owner, agent))
          .isEqualTo(GOLDEN.getProperty("mnemonicKey"));
      assertSecret(Hierarchy.profileKey(umk, owner)).isEqualTo(GOLDEN.getProperty("profileKey"));
      assertSecret(Hierarchy.privateKeyKey(ek, owner, agent))
          .isEqualTo(GOLDEN.getProperty("privateKeyKey"));
      assertSecret(ek.copy()).isEqualTo(GOLDEN.getProperty("executionKey"));
    }
  }

  @Test
  void anyDifferenceInASlotGivesAnotherKey() {
    byte[] otherBytes = Golden.input("policySha256");
    Owner otherOwner = new Owner(otherBytes, owner.salt());
    Owner otherSalt = new Owner(owner.publicKey(), otherBytes);
    Set<String> keys = new HashSet<>();
    try (SecretMemory secret = secret(golden("signature"));
        SecretMemory other = secret(golden("recoveryCode"))) {
      SlotKind kind = SlotKind.WALLET_SIGNATURE;
      keys.add(hexOf(Hierarchy.slotKey(owner, kind, slot, version, kSha256, secret)));
      keys.add(hexOf(Hierarchy.slotKey(otherOwner, kind, slot, version, kSha256, secret)));
      keys.add(hexOf(Hierarchy.slotKey(otherSalt, kind, slot, version, kSha256, secret)));
      keys.add(
          hexOf(Hierarchy.slotKey(owner, SlotKind.PASSKEY_PRF, slot, version, kSha256, secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, kind, Golden.id("bot"), version, kSha256, secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, kind, slot, version + 1, kSha256, secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, kind, slot, version, otherBytes, secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, kind, slot, version, null, secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, kind, slot, version, kSha256, other)));
    }

    assertThat(keys).hasSize(9);
  }

  @Test
  void eachAgentAndEachOwnerHasKeysOfItsOwn() {
    byte[] otherAgent = Golden.input("policySha256");
    Owner otherOwner = new Owner(owner.publicKey(), otherAgent);
    Set<String> keys = new HashSet<>();
    try (SecretMemory umk = secret(golden("umk"))) {
      for (Owner who : new Owner[] {owner, otherOwner}) {
        keys.add(hexOf(Hierarchy.profileKey(umk, who)));
        for (byte[] wallet : new byte[][] {agent, otherAgent}) {
          keys.add(hexOf(Hierarchy.mnemonicKey(umk, who, wallet)));
          try (SecretMemory ek = Hierarchy.executionKey(umk, who, wallet)) {
            keys.add(hexOf(ek.copy()));
            keys.add(hexOf(Hierarchy.privateKeyKey(ek, who, wallet)));
          }
        }
      }
    }

    assertThat(keys).hasSize(2 * (1 + 2 * 3));
  }

  @Test
  void thePolicyMacIsTheGoldenOneAndBindsAllItCovers() {
    byte[] policy = golden("policyBytes");
    long policyVersion = Long.parseLong(GOLDEN.getProperty("policyVersion"));
    UUID bot = Golden.id("bot");
    byte[] otherPolicy = policy.clone();
    otherPolicy[3] ^= 1;
    try (SecretMemory ek = secret(golden("executionKey"));
        SecretMemory otherEk = SecretMemory.random(32)) {
      byte[] mac = Hierarchy.policyMac(ek, owner, agent, bot, policyVersion, policy);
      assertThat(mac).isEqualTo(golden("policyMac"));

      assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, bot, policyVersion, policy, mac))
          .isTrue();
      assertThat(Hierarchy.verifyPolicyMac(otherEk, owner, agent, bot, policyVersion, policy, mac))
          .isFalse();
      assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, slot, policyVersion, policy, mac))
          .isFalse();
      assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, bot, policyVersion + 1, policy, mac))
          .isFalse();
      assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, bot, policyVersion, otherPolicy, mac))
          .isFalse();
      for (int bit = 0; bit < mac.length * 8; bit++) {
        byte[] changed = mac.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, bot, policyVersion, policy, changed))
            .isFalse();
      }
      for (int size = 0; size <= mac.length + 1; size++) {
        if (size != mac.length) {
          assertThat(
                  Hierarchy.verifyPolicyMac(
                      ek, owner, agent, bot, policyVersion, policy, Arrays.copyOf(mac, size)))
              .isFalse();
        }
      }
    }
  }

  @Test
  void everyFlippedBitOfWhatThePolicyMacCoversIsRefused() {
    byte[] policy = golden("policyBytes");
    byte[] mac = golden("policyMac");
    long policyVersion = Long.parseLong(GOLDEN.getProperty("policyVersion"));
    UUID bot = Golden.id("bot");
    try (SecretMemory ek = secret(golden("executionKey"))) {
      for (byte[] changed : flipped(policy)) {
        assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, bot, policyVersion, changed, mac))
            .isFalse();
      }
      for (int bit = 0; bit < 64; bit++) {
        long other = 1L << bit;
        UUID high = new UUID(bot.getMostSignificantBits() ^ other, bot.getLeastSignificantBits());
        UUID low = new UUID(bot.getMostSignificantBits(), bot.getLeastSignificantBits() ^ other);
        assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, high, policyVersion, policy, mac))
            .isFalse();
        assertThat(Hierarchy.verifyPolicyMac(ek, owner, agent, low, policyVersion, policy, mac))
            .isFalse();
        assertThat(
                Hierarchy.verifyPolicyMac(
                    ek, owner, agent, bot, policyVersion ^ other, policy, mac))
            .isFalse();
      }
      for (byte[] salt : flipped(owner.salt())) {
        Owner other = new Owner(owner.publicKey(), salt);
        assertThat(Hierarchy.verifyPolicyMac(ek, other, agent, bot, policyVersion, policy, mac))
            .isFalse();
      }
    }
    for (byte[] key : flipped(golden("executionKey"))) {
      try (SecretMemory other = secret(key)) {
        assertThat(Hierarchy.verifyPolicyMac(other, owner, agent, bot, policyVersion, policy, mac))
            .isFalse();
      }
    }
  }

  private static List<byte[]> flipped(byte[] bytes) {
    List<byte[]> all = new ArrayList<>();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      all.add(changed);
    }
    return all;
  }

  @Test
  void aNewUmkIsRandom() {
    assertThat(hexOf(Hierarchy.newUmk())).hasSize(64).isNotEqualTo(hexOf(Hierarchy.newUmk()));
  }

  @Test
  void partsOfAnotherSizeAreRefused() {
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> new Owner(new byte[31], new byte[32]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Hierarchy.executionKey(key, owner, new byte[33]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Hierarchy.privateKeyKey(key, owner, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> Hierarchy.slotKey(owner, SlotKind.PASSKEY_PRF, slot, 1, new byte[31], key))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anOwnerKeepsItsBytesToItself() {
    byte[] key = new byte[32];
    Owner mine = new Owner(key, new byte[32]);
    key[0] = 1;
    mine.publicKey()[1] = 1;
    mine.salt()[2] = 1;

    assertThat(mine).isEqualTo(new Owner(new byte[32], new byte[32]));
    assertThat(mine).isNotEqualTo(new Owner(key, new byte[32])).isNotEqualTo(owner);
    assertThat(mine.hashCode()).isEqualTo(new Owner(new byte[32], new byte[32]).hashCode());
  }

  private static byte[] golden(String name) {
    return Golden.bytes(GOLDEN, name);
  }
}

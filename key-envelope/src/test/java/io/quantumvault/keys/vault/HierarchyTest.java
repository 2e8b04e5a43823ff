package io.quantumvault.keys.vault;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
      assertSecret(Hierarchy.slotKey(owner, at(SlotKind.WALLET_SIGNATURE, kSha256), signature))
          .isEqualTo(GOLDEN.getProperty("slotKey"));
      assertThat(Hierarchy.slotCheck(owner, at(SlotKind.WALLET_SIGNATURE, kSha256), signature))
          .isEqualTo(golden("slotCheck"));
      assertSecret(Hierarchy.slotKey(owner, at(SlotKind.RECOVERY_CODE, null), code))
          .isEqualTo(GOLDEN.getProperty("recoverySlotKey"));
      assertThat(Hierarchy.slotCheck(owner, at(SlotKind.RECOVERY_CODE, null), code))
          .isEqualTo(golden("recoverySlotCheck"));
      assertSecret(Hierarchy.slotKey(owner, at(SlotKind.PASSKEY_PRF, null), code))
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
      assertSecret(Hierarchy.privateKeyKey(ek, owner))
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
      Slot made = at(kind, kSha256);
      keys.add(hexOf(Hierarchy.slotKey(owner, made, secret)));
      keys.add(hexOf(Hierarchy.slotKey(otherOwner, made, secret)));
      keys.add(hexOf(Hierarchy.slotKey(otherSalt, made, secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, at(SlotKind.PASSKEY_PRF, kSha256), secret)));
      keys.add(
          hexOf(
              Hierarchy.slotKey(
                  owner, new Slot(Golden.id("bot"), kind, version, kSha256), secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, new Slot(slot, kind, version + 1, kSha256), secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, at(kind, otherBytes), secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, at(kind, null), secret)));
      keys.add(hexOf(Hierarchy.slotKey(owner, made, other)));
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
            keys.add(hexOf(Hierarchy.privateKeyKey(ek, who)));
          }
        }
      }
    }

    assertThat(keys).hasSize(2 * (1 + 2 * 3));
  }

  @Test
  void partsOfAnotherSizeAreRefused() {
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> new Owner(new byte[31], new byte[32]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Hierarchy.executionKey(key, owner, new byte[33]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> at(SlotKind.PASSKEY_PRF, new byte[31]))
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

  private Slot at(SlotKind kind, byte @Nullable [] hash) {
    return new Slot(slot, kind, version, hash);
  }

  private static byte[] golden(String name) {
    return Golden.bytes(GOLDEN, name);
  }
}

package io.quantumvault.keys.vault;

import static io.quantumvault.keys.ControlKeys.flipped;
import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import java.util.Arrays;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AgentWalletKeysTest {
  private static final Properties GOLDEN = Golden.file("vault");

  private final Owner owner = Golden.owner();
  private final Bytes32 agent = Bytes32.of(golden("agent"));
  private final AgentWalletKeys wallet =
      new AgentWalletKeys(agent, golden("entropyRecord"), golden("seedRecord"));

  @Test
  void theGoldenWalletAndProfileOpen() {
    try (SecretMemory umk = secret(golden("umk"))) {
      assertSecret(wallet.openEntropy(owner, umk)).isEqualTo(GOLDEN.getProperty("entropy"));
      assertSecret(wallet.openSeed(owner, umk)).isEqualTo(GOLDEN.getProperty("seed"));
      assertSecret(ProfileRecord.open(owner, umk, golden("profileRecord")))
          .isEqualTo(GOLDEN.getProperty("profile"));
    }
  }

  @Test
  void noFlippedBitOrShorterRecordOpens() {
    try (SecretMemory umk = secret(golden("umk"))) {
      int before = SecretMemory.liveCount();
      for (byte[] changed : flipped(golden("entropyRecord"))) {
        var damaged = new AgentWalletKeys(agent, changed, null);
        assertRefused(() -> damaged.openEntropy(owner, umk));
      }
      for (byte[] changed : flipped(golden("seedRecord"))) {
        var damaged = new AgentWalletKeys(agent, null, changed);
        assertRefused(() -> damaged.openSeed(owner, umk));
      }
      for (byte[] changed : flipped(golden("profileRecord"))) {
        assertRefused(() -> ProfileRecord.open(owner, umk, changed));
      }
      for (int size = 0; size < golden("seedRecord").length; size++) {
        byte[] cut = Arrays.copyOf(golden("seedRecord"), size);
        var damaged = new AgentWalletKeys(agent, cut, cut);
        assertRefused(() -> damaged.openEntropy(owner, umk));
        assertRefused(() -> damaged.openSeed(owner, umk));
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void nothingOpensUnderAnotherMasterKeyOwnerOrWallet() {
    byte[] other = Golden.input("agent");
    var moved = new AgentWalletKeys(Bytes32.of(other), wallet.entropy(), wallet.seed());
    var swapped = new AgentWalletKeys(agent, wallet.seed(), wallet.entropy());
    var without = new AgentWalletKeys(agent, null, null);
    try (SecretMemory umk = secret(golden("umk"));
        SecretMemory otherUmk = SecretMemory.random(32)) {
      int before = SecretMemory.liveCount();
      for (Owner who :
          new Owner[] {new Owner(other, owner.salt()), new Owner(owner.publicKey(), other)}) {
        assertRefused(() -> wallet.openEntropy(who, umk));
        assertRefused(() -> wallet.openSeed(who, umk));
        assertRefused(() -> ProfileRecord.open(who, umk, golden("profileRecord")));
      }
      assertRefused(() -> wallet.openEntropy(owner, otherUmk));
      assertRefused(() -> wallet.openSeed(owner, otherUmk));
      for (AgentWalletKeys wrong : new AgentWalletKeys[] {moved, swapped, without}) {
        assertRefused(() -> wrong.openEntropy(owner, umk));
        assertRefused(() -> wrong.openSeed(owner, umk));
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  /** Sealed well, but for a public key it does not belong to: signing would give it away. */
  @Test
  void aSeedOfAnotherWalletIsRefusedAndLeavesNothingOpen() {
    try (SecretMemory umk = secret(golden("umk"));
        SecretMemory foreign = SecretMemory.random(32)) {
      byte[] sealed = ForeignSeed.sealedFor(owner, umk, agent.toBytes(), foreign);
      var wrong = new AgentWalletKeys(agent, null, sealed);
      int before = SecretMemory.liveCount();

      assertRefused(() -> wrong.openSeed(owner, umk));

      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void aNewWalletHasWordsThatGiveItsSeed() {
    int before = SecretMemory.liveCount();
    try (SecretMemory umk = UmkSlot.newUmk()) {
      AgentWalletKeys made = AgentWalletKeys.create(owner, umk);
      try (SecretMemory entropy = made.openEntropy(owner, umk);
          SecretMemory ofWords = Mnemonic.seedOf(entropy)) {
        assertThat(entropy.size()).isEqualTo(32);
        assertThat(Bytes32.of(Ed25519.publicKey(ofWords))).isEqualTo(made.agent());
        assertSecret(made.openSeed(owner, umk)).isEqualTo(hexOf(ofWords.copy()));
      }
      assertThat(AgentWalletKeys.create(owner, umk).agent()).isNotEqualTo(made.agent());
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void aMasterKeyIsRandom() {
    assertThat(hexOf(UmkSlot.newUmk())).hasSize(64).isNotEqualTo(hexOf(UmkSlot.newUmk()));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(CryptoFailure.class);
  }

  private static byte[] golden(String name) {
    return Golden.bytes(GOLDEN, name);
  }
}

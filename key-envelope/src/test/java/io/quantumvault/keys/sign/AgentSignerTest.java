package io.quantumvault.keys.sign;

import static io.quantumvault.keys.TestSecrets.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentSignerTest {
  private final Owner owner = Golden.owner();
  private final byte[] message = bytes(TestSecrets.random(AgentSignerTest.class), 300);

  @Test
  void signsFromTheExecutionKeyAloneAndLeavesNothingOpen() {
    int before = SecretMemory.liveCount();
    try (SecretMemory umk = Hierarchy.newUmk();
        SecretMemory entropy = Mnemonic.newEntropy();
        SecretMemory seed = Mnemonic.seedOf(entropy)) {
      byte[] agent = Ed25519.publicKey(seed);
      try (SecretMemory ek = Hierarchy.executionKey(umk, owner, agent)) {
        byte[] sealed = seal(ek, agent, seed);

        byte[] signature = AgentSigner.sign(ek, owner, agent, sealed, message);

        assertThat(signature).isEqualTo(Ed25519.sign(seed, agent, message));
        assertThat(Ed25519.verify(agent, message, signature)).isTrue();
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void anotherExecutionKeyOwnerOrWalletSignsNothing() {
    int before = SecretMemory.liveCount();
    try (SecretMemory ek = SecretMemory.random(32);
        SecretMemory otherEk = SecretMemory.random(32);
        SecretMemory seed = SecretMemory.random(32)) {
      byte[] agent = Ed25519.publicKey(seed);
      byte[] other = Golden.input("agent");
      byte[] sealed = seal(ek, agent, seed);

      assertRefused(otherEk, owner, agent, sealed);
      assertRefused(ek, new Owner(other, owner.salt()), agent, sealed);
      assertRefused(ek, new Owner(owner.publicKey(), other), agent, sealed);
      // With another public key the signature would give the seed away.
      assertRefused(ek, owner, other, sealed);
      sealed[40] ^= 1;
      assertRefused(ek, owner, agent, sealed);
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void signsFromAnExecutionKeyThatIsItselfARecordAndRefusesEveryChangeOfEither() {
    int before = SecretMemory.liveCount();
    byte[] who = owner.publicKey();
    UUID bot = new UUID(1, 2);
    UUID grant = new UUID(3, 4);
    try (SecretMemory wrapping = SecretMemory.random(32);
        SecretMemory ek = SecretMemory.random(32);
        SecretMemory seed = SecretMemory.random(32)) {
      byte[] agent = Ed25519.publicKey(seed);
      Aad context = Aad.grant(who, agent, bot, grant, new byte[32], 5);
      byte[] sealedEk = SealedRecord.seal(wrapping, context, ek);
      byte[] sealedSeed = seal(ek, agent, seed);

      assertThat(AgentSigner.sign(wrapping, context, sealedEk, owner, agent, sealedSeed, message))
          .isEqualTo(Ed25519.sign(seed, agent, message));

      List<Aad> moved =
          List.of(
              Aad.grant(agent, agent, bot, grant, new byte[32], 5),
              Aad.grant(who, who, bot, grant, new byte[32], 5),
              Aad.grant(who, agent, grant, grant, new byte[32], 5),
              Aad.grant(who, agent, bot, bot, new byte[32], 5),
              Aad.grant(who, agent, bot, grant, agent, 5),
              Aad.grant(who, agent, bot, grant, new byte[32], 6),
              Aad.ownerOrder(who, agent, grant, new byte[32], 5));
      for (Aad other : moved) {
        assertRefused(wrapping, other, sealedEk, agent, sealedSeed);
      }
      for (int bit = 0; bit < sealedEk.length * 8; bit++) {
        assertRefused(wrapping, context, flipped(sealedEk, bit), agent, sealedSeed);
        assertRefused(wrapping, context, sealedEk, agent, flipped(sealedSeed, bit));
      }
      for (int size = 0; size < sealedEk.length; size++) {
        assertRefused(wrapping, context, Arrays.copyOf(sealedEk, size), agent, sealedSeed);
        assertRefused(wrapping, context, sealedEk, agent, Arrays.copyOf(sealedSeed, size));
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
    assertThat(KeyMemory.state().busyCallStacks()).isZero();
  }

  private static byte[] flipped(byte[] record, int bit) {
    byte[] changed = record.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private void assertRefused(
      SecretMemory wrapping, Aad context, byte[] sealedEk, byte[] agent, byte[] sealedSeed) {
    assertThatThrownBy(
            () -> AgentSigner.sign(wrapping, context, sealedEk, owner, agent, sealedSeed, message))
        .isInstanceOf(CryptoFailure.class)
        .hasMessage(new CryptoFailure().getMessage());
  }

  private byte[] seal(SecretMemory ek, byte[] agent, SecretMemory seed) {
    try (SecretMemory key = Hierarchy.privateKeyKey(ek, owner, agent)) {
      return SealedRecord.seal(key, Aad.seed(owner.publicKey(), agent), seed);
    }
  }

  private void assertRefused(SecretMemory ek, Owner who, byte[] agent, byte[] sealed) {
    assertThatThrownBy(() -> AgentSigner.sign(ek, who, agent, sealed, message))
        .isInstanceOf(CryptoFailure.class);
  }
}

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
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
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

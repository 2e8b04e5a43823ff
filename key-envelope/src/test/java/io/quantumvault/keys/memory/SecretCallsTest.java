package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantedPolicy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SecretCallsTest {
  @Test
  void runsEachFunctionOnceInOrder() {
    try (SecretCalls calls = SecretCalls.open();
        Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 1, (byte) 2);
      MemorySegment between = calls.scratch(2);
      MemorySegment to = calls.scratch(2);

      calls.copy(between, from, 2).copy(to, between, 2).run();

      assertThat(PublicBytes.out(to)).containsExactly(1, 2);
    }
  }

  @Test
  void nothingIsLeftInItsPagesAfterASignature() {
    SecretCalls used = theOneTakenNext();
    try (SecretMemory seed = SecretMemory.random(32)) {
      byte[] agent = Ed25519.publicKey(seed);

      assertThat(Ed25519.sign(seed, agent, new byte[300])).hasSize(64);

      assertThat(Sodium.isZero(used.stack())).isTrue();
      assertThat(Sodium.isZero(used.wholeScratch())).isTrue();
    }
  }

  @Test
  void aRecordThatDoesNotOpenLeavesNeitherSignatureNorKey() {
    SecretCalls used = theOneTakenNext();
    try (SecretMemory umk = SecretMemory.random(32)) {
      AgentWalletKeys wallet = AgentWalletKeys.create(Golden.owner(), umk);
      byte[] sealed = Objects.requireNonNull(wallet.seed());
      sealed[59] ^= 1;
      try (GrantKey key = GrantKey.derive(Golden.owner(), umk, wallet.agent().toBytes())) {
        assertThatThrownBy(() -> key.sign(policy(key), sealed, new byte[215]))
            .isInstanceOf(CryptoFailure.class);
      }

      assertThat(Sodium.isZero(used.stack())).isTrue();
      assertThat(Sodium.isZero(used.wholeScratch())).isTrue();
    }
  }

  /** The last given back is taken first, as long as this test is alone. */
  private static SecretCalls theOneTakenNext() {
    SecretCalls calls = SecretCalls.open();
    calls.close();
    return calls;
  }

  @Test
  void theStackIsKeyMemoryBetweenGuardPagesAndWasUsed() {
    assumeTrue(
        KeyMemory.state().calls() == KeyMemory.Calls.SECRET_STACK,
        "not run: no user contexts in the C library");
    try (SecretCalls calls = SecretCalls.open();
        SecretMemory secret = SecretMemory.random(32)) {
      calls
          .call(
              SodiumFunctions.SHA256,
              calls.scratch(32).address(),
              secret.segment().address(),
              secret.size())
          .run();

      // Before close: the hash function's frames lie here, so not on the thread's stack.
      assertThat(Sodium.isZero(calls.stack())).isFalse();
    }
  }

  @Test
  void moreCallsThanThereIsRoomForAreRefusedBeforeAnythingRuns() {
    assumeTrue(
        KeyMemory.state().calls() == KeyMemory.Calls.SECRET_STACK,
        "not run: no user contexts in the C library");
    try (SecretCalls calls = SecretCalls.open()) {
      MemorySegment to = calls.scratch(1);
      for (int i = 0; i < SecretCalls.MAX_CALLS - 2; i++) {
        calls.copy(to, to, 1);
      }
      assertThatThrownBy(() -> calls.copy(to, to, 1).run())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void scratchIsBounded() {
    try (SecretCalls calls = SecretCalls.open()) {
      calls.scratch(calls.scratchLeft());

      assertThatThrownBy(() -> calls.scratch(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aMessageLongerThanScratchIsSignedAllTheSame() {
    byte[] message = TestSecrets.bytes(TestSecrets.random(SecretCallsTest.class), 20_000);
    try (SecretMemory umk = SecretMemory.random(32)) {
      AgentWalletKeys wallet = AgentWalletKeys.create(Golden.owner(), umk);
      byte[] agent = wallet.agent().toBytes();
      try (GrantKey key = GrantKey.derive(Golden.owner(), umk, agent)) {
        byte[] sealed = Objects.requireNonNull(wallet.seed());

        assertThat(key.sign(policy(key), sealed, message))
            .isInstanceOfSatisfying(
                GrantKey.Signed.Signature.class,
                signed -> assertThat(Ed25519.verify(agent, message, signed.bytes())).isTrue());
      }
    }
  }

  private static GrantedPolicy policy(GrantKey key) {
    UUID bot = Golden.id("bot");
    return new GrantedPolicy(bot, 1, new byte[600], key.policyMac(bot, 1, new byte[600]));
  }

  @Test
  void whoFindsAllInUseWaitsForOneToComeBack() throws InterruptedException {
    List<SecretCalls> all = new ArrayList<>();
    for (int i = 0; i < SecretCallsPool.SIZE; i++) {
      all.add(SecretCalls.open());
    }
    Thread waiting = Thread.ofVirtual().start(() -> SecretCalls.open().close());
    while (!SecretCallsPool.isAwaited()) {
      Thread.onSpinWait();
    }

    all.removeLast().close();

    waiting.join();
    all.forEach(SecretCalls::close);
    assertThat(KeyMemory.state().busyCallStacks()).isZero();
    assertThat(KeyMemory.state().callStacks()).isEqualTo(KeyMemory.callStackLimit());
  }
}

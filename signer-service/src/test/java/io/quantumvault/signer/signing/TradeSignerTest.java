package io.quantumvault.signer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.signing.TradeSigner.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TradeSignerTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  private final TestKeys keys = new TestKeys();
  private final TestOwner owner = new TestOwner(keys.wrapping);
  private final TradeSigner signer = new TradeSigner(keys.unwrapping);

  private GrantMaterial grant(UUID id, byte[] mac, byte[] policy, Instant ends) {
    var g = owner.grant();
    return new GrantMaterial(
        id,
        1,
        policy,
        g.policySha256(),
        mac,
        g.wrappedEk(),
        g.signedText(),
        g.ownerSignature(),
        g.startsAt(),
        ends);
  }

  @Test
  void signsUnderItsGrant() {
    try (var key = signer.open(owner.material(), owner.grant(), owner.exitsUntil())) {
      var outcome = key.sign(owner.material(), owner.grant(), MESSAGE);
      assertThat(outcome).isInstanceOf(Outcome.Signature.class);
      assertThat(
              Ed25519.verify(
                  owner.material().agentPublicKey(),
                  MESSAGE,
                  ((Outcome.Signature) outcome).bytes()))
          .isTrue();
      assertThat(key).hasToString("[REDACTED]");
    }
  }

  @Test
  void aMovedOrExtendedRecordDoesNotOpen() {
    var g = owner.grant();
    assertThatThrownBy(() -> signer.open(owner.material(), g, owner.exitsUntil().plusSeconds(1)))
        .isInstanceOf(CryptoFailure.class);
    assertThatThrownBy(() -> signer.open(owner.material(), g, g.expiresAt()))
        .as("the end of its entries is not its end")
        .isInstanceOf(CryptoFailure.class);
    assertThatThrownBy(() ->
            signer.open(
                owner.material(),
                grant(UUID.randomUUID(), g.policyMac(), g.policy(), g.expiresAt()),
                owner.exitsUntil()))
        .isInstanceOf(CryptoFailure.class);
  }

  @Test
  void aPolicyThatTheOwnersKeyDidNotAuthenticateIsNotSignedFor() {
    var g = owner.grant();
    byte[] policy = g.policy().clone();
    policy[20] ^= 1;
    try (var key = signer.open(owner.material(), g, owner.exitsUntil())) {
      assertThat(
              key.sign(
                  owner.material(),
                  grant(g.grantId(), g.policyMac(), policy, g.expiresAt()),
                  MESSAGE))
          .isInstanceOf(Outcome.PolicyNotAuthentic.class);
      assertThat(
              key.sign(
                  owner.material(),
                  grant(g.grantId(), new byte[32], g.policy(), g.expiresAt()),
                  MESSAGE))
          .isInstanceOf(Outcome.PolicyNotAuthentic.class);
    }
  }

  @Test
  void aGrantWhoseKeyIsGoneOrReplacedIsNotSignedFor() {
    var g = owner.grant();
    try (var key = signer.open(owner.material(), g, owner.exitsUntil())) {
      for (byte[] ek : new byte[][] {null, new byte[] {1}}) {
        var changed =
            new GrantMaterial(
                g.grantId(),
                1,
                g.policy(),
                g.policySha256(),
                g.policyMac(),
                ek,
                g.signedText(),
                g.ownerSignature(),
                g.startsAt(),
                g.expiresAt());
        assertThat(key.sign(owner.material(), changed, MESSAGE))
            .isInstanceOf(Outcome.KeyUnavailable.class);
      }
    }
  }
}

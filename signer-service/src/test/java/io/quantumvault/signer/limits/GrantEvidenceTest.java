package io.quantumvault.signer.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.GrantEvidence.Verdict;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GrantEvidenceTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);

  private final GrantEvidence evidence = new GrantEvidence(Set.of(TestOwner.DOMAIN), "localnet");

  private static GrantMaterial grant(
      UUID id,
      long version,
      byte[] policy,
      byte[] hash,
      byte[] text,
      byte[] signature,
      Instant ends) {
    var g = OWNER.grant();
    return new GrantMaterial(
        id,
        1,
        version,
        policy,
        hash,
        g.policyMac(),
        g.wrappedEk(),
        text,
        signature,
        g.startsAt(),
        ends);
  }

  private void unproven(GrantMaterial grant, RefusalReason reason) {
    // Found true before: what is remembered must not cover anything that differs.
    assertThat(evidence.check(OWNER.material(), OWNER.grant())).isInstanceOf(Verdict.Proven.class);
    var verdict = evidence.check(OWNER.material(), grant);
    assertThat(verdict).isInstanceOf(Verdict.Unproven.class);
    assertThat(((Verdict.Unproven) verdict).refusal().reason()).isEqualTo(reason);
  }

  @Test
  void theOwnersGrantIsProven() {
    assertThat(evidence.check(OWNER.material(), OWNER.grant()))
        .isEqualTo(new Verdict.Proven(OWNER.policy()));
  }

  @Test
  void anyOtherPolicyVersionIdOrExpiryIsNot() {
    var g = OWNER.grant();
    byte[] loose =
        new String(g.policy(), java.nio.charset.StandardCharsets.UTF_8)
            .replace("\"1000\"", "\"9000\"")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var mismatch = RefusalReason.GRANT_TEXT_MISMATCH;
    unproven(
        grant(
            g.grantId(),
            1,
            loose,
            g.policySha256(),
            g.signedText(),
            g.ownerSignature(),
            g.expiresAt()),
        mismatch);
    unproven(
        grant(
            g.grantId(),
            1,
            loose,
            io.quantumvault.schemas.ids.Sha256.of(loose),
            g.signedText(),
            g.ownerSignature(),
            g.expiresAt()),
        mismatch);
    unproven(
        grant(
            g.grantId(),
            2,
            g.policy(),
            g.policySha256(),
            g.signedText(),
            g.ownerSignature(),
            g.expiresAt()),
        mismatch);
    unproven(
        grant(
            UUID.randomUUID(),
            1,
            g.policy(),
            g.policySha256(),
            g.signedText(),
            g.ownerSignature(),
            g.expiresAt()),
        mismatch);
    unproven(
        grant(
            g.grantId(),
            1,
            g.policy(),
            g.policySha256(),
            g.signedText(),
            g.ownerSignature(),
            g.expiresAt().plusSeconds(1)),
        mismatch);
  }

  @Test
  void anotherSignerIsNotTheOwner() {
    var g = OWNER.grant();
    byte[] signature = new TestOwner(new TestKeys().wrapping).sign(g.signedText());
    unproven(
        grant(
            g.grantId(), 1, g.policy(), g.policySha256(), g.signedText(), signature, g.expiresAt()),
        RefusalReason.OWNER_SIGNATURE_INVALID);
  }

  @Test
  void whatOnlyALenientVerifierTakesIsNotTheOwner() {
    var g = OWNER.grant();
    for (var lenient : OWNER.nonStrict(g.signedText())) {
      unproven(
          grant(
              g.grantId(),
              1,
              g.policy(),
              g.policySha256(),
              g.signedText(),
              lenient.signature(),
              g.expiresAt()),
          RefusalReason.OWNER_SIGNATURE_INVALID);
    }
  }

  @Test
  void anotherOriginOrClusterIsRefused() {
    assertThat(
            new GrantEvidence(Set.of("elsewhere"), "localnet")
                .check(OWNER.material(), OWNER.grant()))
        .isInstanceOf(Verdict.Unproven.class);
    assertThat(
            new GrantEvidence(Set.of(TestOwner.DOMAIN), "mainnet")
                .check(OWNER.material(), OWNER.grant()))
        .isInstanceOf(Verdict.Unproven.class);
  }

  @Test
  void columnsThatDifferFromThePolicyAreRefused() {
    var m = OWNER.material();
    var moved =
        new Material(
            m.agentWallet(),
            m.agentPublicKey(),
            m.owner(),
            m.ownerPublicKey(),
            m.ownerSalt(),
            m.signingMode(),
            m.cluster(),
            m.stateVersion(),
            m.sealedSeed(),
            m.botId(),
            m.venue(),
            m.owner(),
            m.tradingAuthority(),
            m.subAccount(),
            0,
            m.grant());
    assertThat(evidence.check(moved, OWNER.grant())).isInstanceOf(Verdict.Unproven.class);
  }
}

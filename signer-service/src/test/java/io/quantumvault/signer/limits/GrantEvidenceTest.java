package io.quantumvault.signer.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.proof.GrantCases;
import io.quantumvault.schemas.proof.GrantCases.GrantCase;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.GrantEvidence.Verdict;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
            1,
            g.policy(),
            new byte[32],
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
    var lenientOnes = OWNER.nonStrict(g.signedText());
    assertThat(lenientOnes).isNotEmpty();
    for (var lenient : lenientOnes) {
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
  void anotherOriginOrClusterIsRefusedAndFreezesNothing() {
    refused(
        new GrantEvidence(Set.of("elsewhere"), "localnet"),
        RefusalReason.ORIGIN_NOT_CONFIGURED,
        "it was signed at " + TestOwner.DOMAIN + ", configured is elsewhere");
    refused(
        new GrantEvidence(Set.of(TestOwner.DOMAIN), "mainnet"),
        RefusalReason.CLUSTER_DIFFERS,
        "the wallet trades on localnet, this signer on mainnet");
  }

  private static void refused(GrantEvidence evidence, RefusalReason reason, String detail) {
    assertThat(evidence.check(OWNER.material(), OWNER.grant()))
        .isEqualTo(new Verdict.Unproven(new Refusal(reason, detail)));
    assertThat(reason.freezes()).isFalse();
  }

  private static void mismatch(GrantEvidence evidence, Material material) {
    assertThat(evidence.check(material, OWNER.grant()))
        .isInstanceOfSatisfying(
            Verdict.Unproven.class,
            unproven ->
                assertThat(unproven.refusal().reason())
                    .isEqualTo(RefusalReason.GRANT_TEXT_MISMATCH));
  }

  static List<GrantCase> cases() {
    return GrantCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysOfEachCaseWhatEveryServiceSays(GrantCase c) {
    var evidence = new GrantEvidence(GrantCases.DOMAINS, c.bot().cluster());
    var material = material(c);
    var verdict = evidence.check(material, Objects.requireNonNull(material.grant()));
    if (c.unproven() == null) {
      assertThat(verdict).isInstanceOf(Verdict.Proven.class);
    } else {
      assertThat(((Verdict.Unproven) verdict).refusal().reason())
          .isEqualTo(
              switch (c.unproven()) {
                case POLICY_UNREADABLE -> RefusalReason.POLICY_UNREADABLE;
                case ORIGIN -> RefusalReason.ORIGIN_NOT_CONFIGURED;
                case POLICY_HASH, OTHER_BOT, TEXT -> RefusalReason.GRANT_TEXT_MISMATCH;
                case OWNER_SIGNATURE -> RefusalReason.OWNER_SIGNATURE_INVALID;
              });
    }
  }

  private static Material material(GrantCase c) {
    var g = c.grant();
    boolean address = Base58.isAddress(c.owner());
    return new Material(
        c.bot().agentWallet(),
        Base58.decode(c.bot().agentWallet()),
        c.owner(),
        address ? Base58.decode(c.owner()) : new byte[32],
        new byte[32],
        Material.SERVER_SIDE,
        c.bot().cluster(),
        1,
        new byte[0],
        c.bot().botId(),
        c.bot().venue(),
        c.bot().tradingAccount(),
        c.owner(),
        new GrantMaterial(
            g.grantId(),
            g.policyVersion(),
            g.policy(),
            g.policySha256(),
            new byte[32],
            new byte[32],
            g.signedText(),
            g.ownerSignature(),
            g.expiresAt().minusSeconds(60),
            g.expiresAt()));
  }

  @Test
  void aKeyThatIsNotThatOfTheAddressBesideItIsRefused() {
    var m = OWNER.material();
    byte[] other = new TestOwner(new TestKeys().wrapping).publicKey();
    assertThat(evidence.check(withKeys(m, other, m.ownerPublicKey()), OWNER.grant()))
        .isInstanceOfSatisfying(
            Verdict.Unproven.class,
            no -> assertThat(no.refusal().reason()).isEqualTo(RefusalReason.GRANT_TEXT_MISMATCH));
    assertThat(evidence.check(withKeys(m, m.agentPublicKey(), other), OWNER.grant()))
        .isInstanceOfSatisfying(
            Verdict.Unproven.class,
            no ->
                assertThat(no.refusal().reason()).isEqualTo(RefusalReason.OWNER_SIGNATURE_INVALID));
  }

  private static Material withKeys(Material m, byte[] agentKey, byte[] ownerKey) {
    return new Material(
        m.agentWallet(),
        agentKey,
        m.owner(),
        ownerKey,
        m.ownerSalt(),
        m.signingMode(),
        m.cluster(),
        m.stateVersion(),
        m.sealedSeed(),
        m.botId(),
        m.venue(),
        m.tradingAccount(),
        m.tradingAuthority(),
        m.grant());
  }

  @Test
  void columnsThatDifferFromThePolicyAreRefused() {
    var m = OWNER.material();
    var other = new TestOwner(new TestKeys().wrapping).material();
    for (var fresh : new boolean[] {true, false}) {
      // Found true before or not: what is remembered must not cover another row.
      var asked = fresh ? new GrantEvidence(Set.of(TestOwner.DOMAIN), "localnet") : evidence;
      assertThat(evidence.check(m, OWNER.grant())).isInstanceOf(Verdict.Proven.class);
      mismatch(
          asked, with(UUID.randomUUID(), m.agentWallet(), m.agentPublicKey(), m.tradingAccount()));
      mismatch(asked, with(m.botId(), m.agentWallet(), m.agentPublicKey(), m.owner()));
      mismatch(asked, with(m.botId(), m.agentWallet(), other.agentPublicKey(), m.tradingAccount()));
      mismatch(
          asked, with(m.botId(), other.agentWallet(), other.agentPublicKey(), m.tradingAccount()));
    }
  }

  private static Material with(
      UUID botId, String agentWallet, byte[] agentPublicKey, String tradingAccount) {
    var m = OWNER.material();
    return new Material(
        agentWallet,
        agentPublicKey,
        m.owner(),
        m.ownerPublicKey(),
        m.ownerSalt(),
        m.signingMode(),
        m.cluster(),
        m.stateVersion(),
        m.sealedSeed(),
        botId,
        m.venue(),
        tradingAccount,
        m.tradingAuthority(),
        m.grant());
  }

  @Test
  void aKeyThatIsNotTheOwnersIsNotAskedForTheSignature() {
    var m = OWNER.material();
    var stranger = new TestOwner(new TestKeys().wrapping);
    var g = OWNER.grant();
    var forged =
        new Material(
            m.agentWallet(),
            m.agentPublicKey(),
            m.owner(),
            stranger.publicKey(),
            m.ownerSalt(),
            m.signingMode(),
            m.cluster(),
            m.stateVersion(),
            m.sealedSeed(),
            m.botId(),
            m.venue(),
            m.tradingAccount(),
            m.tradingAuthority(),
            m.grant());
    var signed =
        grant(
            g.grantId(),
            1,
            g.policy(),
            g.policySha256(),
            g.signedText(),
            stranger.sign(g.signedText()),
            g.expiresAt());
    assertThat(evidence.check(forged, signed))
        .isInstanceOfSatisfying(
            Verdict.Unproven.class,
            unproven ->
                assertThat(unproven.refusal().reason())
                    .isEqualTo(RefusalReason.OWNER_SIGNATURE_INVALID));
  }
}

package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.Standing.Marks;
import io.quantumvault.signer.limits.Standing.SeenStop;
import io.quantumvault.signer.limits.Standing.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingCheckTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);
  private static final Marks NO_MARKS = new Marks(0, 0, 0, 0, false, null);

  private final StandingCheck check =
      new StandingCheck(new ResumeEvidence(Set.of(TestOwner.DOMAIN)));
  private final Intent intent =
      IntentReader.verifiedBefore(TestIntents.buy(OWNER, "1").build().toByteArray());
  private final List<Stop> stops = new ArrayList<>();
  private final List<SeenStop> seen = new ArrayList<>();
  private final Instant now = OWNER.issuedAt().plusSeconds(1);

  private Standing standing(@Nullable Material material, Marks marks) {
    return new Standing(material, stops, seen, false, 0, marks);
  }

  private void refused(Standing standing, RefusalReason reason) {
    assertThat(check.refusal(intent, standing, now))
        .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo(reason));
  }

  private void passes(Standing standing) {
    assertThat(check.refusal(intent, standing, now)).isEmpty();
  }

  private static Material with(GrantMaterial grant, int mode, String owner) {
    return with(grant, mode, owner, OWNER.material().highestEndedGrantSequence());
  }

  private static Material with(GrantMaterial grant, int mode, String owner, long highestEnded) {
    var m = OWNER.material();
    return new Material(
        m.agentWallet(),
        m.agentPublicKey(),
        owner,
        m.ownerPublicKey(),
        m.ownerSalt(),
        mode,
        m.cluster(),
        m.stateVersion(),
        m.sealedSeed(),
        m.botId(),
        m.venue(),
        m.tradingAccount(),
        m.tradingAuthority(),
        m.subAccount(),
        highestEnded,
        grant);
  }

  private static GrantMaterial grant(
      UUID id, long sequence, long version, byte @Nullable [] ek, Instant starts, Instant ends) {
    var g = OWNER.grant();
    return new GrantMaterial(
        id,
        sequence,
        version,
        g.policy(),
        g.policySha256(),
        g.policyMac(),
        ek,
        g.signedText(),
        g.ownerSignature(),
        starts,
        ends);
  }

  private Material granted(GrantMaterial grant) {
    return with(grant, Material.SERVER_SIDE, OWNER.address());
  }

  @Test
  void aLiveGrantPasses() {
    passes(standing(OWNER.material(), NO_MARKS));
  }

  @Test
  void freezesComeFirst() {
    refused(new Standing(OWNER.material(), stops, seen, true, 0, NO_MARKS), GLOBAL_FREEZE);
    refused(standing(OWNER.material(), new Marks(0, 0, 0, 0, true, null)), GLOBAL_FREEZE);
    refused(standing(OWNER.material(), new Marks(0, 0, 0, 0, false, "tampering")), FROZEN);
    stops.add(new Stop(UUID.randomUUID(), null, 3, null, null, null));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);
  }

  @Test
  void missingEndedChangedAndExpiredGrantsAreRefused() {
    var g = OWNER.grant();
    refused(standing(null, NO_MARKS), UNKNOWN_BOT);
    refused(standing(with(g, Material.SERVER_SIDE, "another"), NO_MARKS), UNKNOWN_BOT);
    refused(standing(with(g, 1, OWNER.address()), NO_MARKS), SIGNING_MODE_NOT_SUPPORTED);
    refused(
        standing(granted(grant(g.grantId(), 1, 1, null, g.startsAt(), g.expiresAt())), NO_MARKS),
        GRANT_MISSING);
    refused(
        standing(
            granted(grant(UUID.randomUUID(), 1, 1, g.wrappedEk(), g.startsAt(), g.expiresAt())),
            NO_MARKS),
        GRANT_CHANGED);
    refused(
        standing(granted(grant(g.grantId(), 1, 1, g.wrappedEk(), g.startsAt(), now)), NO_MARKS),
        GRANT_EXPIRED);
    refused(
        standing(
            granted(grant(g.grantId(), 1, 1, g.wrappedEk(), now.plusSeconds(1), g.expiresAt())),
            NO_MARKS),
        GRANT_MISSING);
    refused(
        standing(
            granted(grant(g.grantId(), 1, 2, g.wrappedEk(), g.startsAt(), g.expiresAt())),
            NO_MARKS),
        POLICY_CHANGED);
  }

  @Test
  void whatIsBelowAMarkIsRolledBack() {
    passes(standing(OWNER.material(), new Marks(1, 1, 0, 0, false, null)));
    refused(standing(OWNER.material(), new Marks(2, 0, 0, 0, false, null)), ROLLED_BACK);
    refused(standing(OWNER.material(), new Marks(0, 2, 0, 0, false, null)), ROLLED_BACK);
    refused(standing(OWNER.material(), new Marks(0, 0, 1, 0, false, null)), ROLLED_BACK);
    refused(standing(OWNER.material(), new Marks(0, 0, 0, 1, false, null)), ROLLED_BACK);
  }

  @Test
  void whatTheRowsThemselvesCallEndedIsRolledBack() {
    passes(standing(with(OWNER.grant(), Material.SERVER_SIDE, OWNER.address(), 0), NO_MARKS));
    refused(
        standing(with(OWNER.grant(), Material.SERVER_SIDE, OWNER.address(), 1), NO_MARKS),
        ROLLED_BACK);
  }

  @Test
  void aSignedResumeThatIsNotInForceLiftsNothing() {
    var stopId = UUID.randomUUID();
    var text = resume(stopId, TestOwner.DOMAIN);
    stops.add(new Stop(stopId, null, 3, null, text, OWNER.sign(text)));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);
  }

  @Test
  void onlyTheFlattenStopThatAnIntentNamesLetsItClose() {
    var stopId = UUID.randomUUID();
    var close =
        IntentReader.verifiedBefore(
            TestIntents.buy(OWNER, "1")
                .setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN)
                .setStopId(stopId.toString())
                .build()
                .toByteArray());
    stops.add(new Stop(stopId, null, Stop.FLATTEN, null, null, null));
    assertThat(StandingCheck.flattening(close, standing(OWNER.material(), NO_MARKS))).isTrue();
    for (var other :
        List.of(
            new Stop(UUID.randomUUID(), null, Stop.FLATTEN, null, null, null),
            new Stop(stopId, null, 1, null, null, null),
            new Stop(stopId, UUID.randomUUID(), Stop.FLATTEN, null, null, null),
            new Stop(stopId, null, Stop.FLATTEN, now, null, null))) {
      stops.set(0, other);
      assertThat(StandingCheck.flattening(close, standing(OWNER.material(), NO_MARKS)))
          .as(other.toString())
          .isFalse();
    }
  }

  @Test
  void aStopReachesItsBotOnly() {
    stops.add(new Stop(UUID.randomUUID(), UUID.randomUUID(), 3, null, null, null));
    seen.add(new SeenStop(UUID.randomUUID(), UUID.randomUUID(), 3));
    passes(standing(OWNER.material(), NO_MARKS));
    stops.add(new Stop(UUID.randomUUID(), OWNER.botId(), 3, null, null, null));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);
  }

  @Test
  void aStopSeenInTheStreamHoldsThoughItsRowIsGone() {
    seen.add(new SeenStop(UUID.randomUUID(), null, 3));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);
  }

  @Test
  void anUnknownKindOfStopFreezes() {
    stops.add(new Stop(UUID.randomUUID(), null, 9, null, null, null));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);
  }

  @Test
  void onlyTheOwnersOwnSignatureEndsAStop() {
    var stopId = UUID.randomUUID();
    var text = resume(stopId, TestOwner.DOMAIN);
    seen.add(new SeenStop(stopId, null, 3));
    stops.add(new Stop(stopId, null, 3, now, text, OWNER.sign(text)));
    passes(standing(OWNER.material(), NO_MARKS));

    var stranger = new TestOwner(new TestKeys().wrapping);
    stops.set(0, new Stop(stopId, null, 3, now, text, stranger.sign(text)));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);

    stops.set(0, new Stop(stopId, null, 3, now, null, null));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);

    var other = resume(UUID.randomUUID(), TestOwner.DOMAIN);
    stops.set(0, new Stop(stopId, null, 3, now, other, OWNER.sign(other)));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);

    var elsewhere = resume(stopId, "evil.example");
    stops.set(0, new Stop(stopId, null, 3, now, elsewhere, OWNER.sign(elsewhere)));
    refused(standing(OWNER.material(), NO_MARKS), FROZEN);
  }

  @Test
  void theHardestStopCounts() {
    stops.add(new Stop(UUID.randomUUID(), null, 1, null, null, null));
    var standing = standing(OWNER.material(), NO_MARKS);
    assertThat(check.level(standing, OWNER.material(), OWNER.botId())).isEqualTo(Level.REDUCE_ONLY);
    passes(standing);
    stops.add(new Stop(UUID.randomUUID(), null, 2, null, null, null));
    assertThat(check.level(standing(OWNER.material(), NO_MARKS), OWNER.material(), OWNER.botId()))
        .isEqualTo(Level.REDUCE_ONLY);
  }

  private byte[] resume(UUID stopId, String domain) {
    return AuthorisationText.of(
            new Binding.Resume(stopId),
            new Frame(
                domain,
                "http://" + domain,
                "localnet",
                OWNER.address(),
                UUID.randomUUID(),
                "ab".repeat(32),
                OWNER.issuedAt(),
                OWNER.issuedAt().plusSeconds(120)))
        .render()
        .getBytes(UTF_8);
  }

  @Test
  void aPolicyThatIsNotTheApprovedOneIsRefused() {
    var g = OWNER.grant();
    var another =
        new GrantMaterial(
            g.grantId(),
            g.sequence(),
            g.policyVersion(),
            g.policy(),
            new byte[32],
            g.policyMac(),
            g.wrappedEk(),
            g.signedText(),
            g.ownerSignature(),
            g.startsAt(),
            g.expiresAt());
    refused(standing(granted(another), NO_MARKS), POLICY_CHANGED);
  }
}

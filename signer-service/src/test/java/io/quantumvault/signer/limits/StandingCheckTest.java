package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.Standing.Stop;
import io.quantumvault.signer.marks.BotMark;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.marks.StandingMark.Freeze;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.marks.StandingMark.StopMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingCheckTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);
  private static final String STRANGER = new TestOwner(new TestKeys().wrapping).address();

  private final PlatformMark platform = new PlatformMark();
  private final StandingCheck check =
      new StandingCheck(new ResumeEvidence(Set.of(TestOwner.DOMAIN)), platform);
  private Intent intent =
      IntentReader.verifiedBefore(TestIntents.buy(OWNER, "1").build().toByteArray());
  private final List<Stop> stops = new ArrayList<>();
  private final Map<UUID, StopMark> held = new HashMap<>();
  private Instant now = OWNER.issuedAt().plusSeconds(1);
  private BotMark bot = new BotMark(0, null, Map.of(), null);
  private String owner = OWNER.address();
  private long stateVersion;
  private @Nullable Freeze freeze;
  private @Nullable Hold hold;
  private long published;
  private long lastSequence;
  private boolean lockable = true;

  private Standing standing(@Nullable Material material) {
    return new Standing(material, stops, false, 0, lockable, lastSequence);
  }

  private StandingMark marks() {
    return new StandingMark(
        owner, stateVersion, 1, Map.of(OWNER.botId(), bot), held, Set.of(), freeze, hold);
  }

  private Mark mark() {
    return new Mark(marks(), new HotMark(published, 0));
  }

  private void refused(Standing standing, RefusalReason reason) {
    assertThat(check.refusal(intent, standing, mark(), now))
        .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo(reason));
  }

  private void passes(Standing standing) {
    assertThat(check.refusal(intent, standing, mark(), now)).isEmpty();
  }

  private Level level() {
    return check.level(standing(OWNER.material()), marks(), OWNER.material(), OWNER.botId());
  }

  private static Material with(GrantMaterial grant, int mode, String owner) {
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
        grant);
  }

  private static GrantMaterial grant(
      UUID id, long version, byte @Nullable [] ek, Instant starts, Instant ends) {
    var g = OWNER.grant();
    return new GrantMaterial(
        id,
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
    passes(standing(OWNER.material()));
  }

  @Test
  void freezesComeFirst() {
    refused(new Standing(OWNER.material(), stops, true, 0, true, 0), GLOBAL_FREEZE);
    freeze = new Freeze("tampering", now);
    refused(standing(OWNER.material()), FROZEN);
    freeze = null;
    stops.add(new Stop(UUID.randomUUID(), null, 3, null, null, null));
    refused(standing(OWNER.material()), FROZEN);
    platform.saw(new PlatformMark.Mark(0, true));
    refused(standing(OWNER.material()), GLOBAL_FREEZE);
  }

  @Test
  void missingEndedChangedAndExpiredGrantsAreRefused() {
    var g = OWNER.grant();
    refused(standing(null), UNKNOWN_BOT);
    refused(standing(with(g, Material.SERVER_SIDE, "another")), UNKNOWN_BOT);
    refused(standing(with(g, 1, OWNER.address())), SIGNING_MODE_NOT_SUPPORTED);
    refused(
        standing(granted(grant(g.grantId(), 1, null, g.startsAt(), g.expiresAt()))), GRANT_MISSING);
    refused(
        standing(granted(grant(UUID.randomUUID(), 1, g.wrappedEk(), g.startsAt(), g.expiresAt()))),
        GRANT_CHANGED);
    refused(
        standing(granted(grant(g.grantId(), 1, g.wrappedEk(), g.startsAt(), now))), GRANT_EXPIRED);
    refused(
        standing(granted(grant(g.grantId(), 1, g.wrappedEk(), now.plusSeconds(1), g.expiresAt()))),
        GRANT_MISSING);
    refused(
        standing(granted(grant(g.grantId(), 2, g.wrappedEk(), g.startsAt(), g.expiresAt()))),
        POLICY_CHANGED);
  }

  @Test
  void stateBelowAMarkIsRefusedAndFreezesNothing() {
    stateVersion = 1;
    bot = new BotMark(1, null, Map.of(), null);
    passes(standing(OWNER.material()));
    stateVersion = 2;
    refused(standing(OWNER.material()), STATE_BEHIND);
    stateVersion = 1;
    bot = new BotMark(2, null, Map.of(), null);
    refused(standing(OWNER.material()), STATE_BEHIND);
    bot = new BotMark(1, null, Map.of(), null);
    platform.saw(new PlatformMark.Mark(1, false));
    refused(standing(OWNER.material()), STATE_BEHIND);
    assertThat(STATE_BEHIND.freezes()).isFalse();
  }

  @Test
  void aGrantWhoseIdHasEndedIsRolledBackWhateverNumberItBears() {
    bot = new BotMark(1, null, Map.of(OWNER.grantId(), OWNER.grant().expiresAt()), null);
    refused(standing(OWNER.material()), ROLLED_BACK);
    // The same under a higher number: only the id counts.
    var g = OWNER.grant();
    refused(
        standing(granted(grant(g.grantId(), 7, g.wrappedEk(), g.startsAt(), g.expiresAt()))),
        ROLLED_BACK);
  }

  @Test
  void anEndedGrantThatTheRowsCallEndedTooIsAnOrdinaryRefusal() {
    bot = new BotMark(1, null, Map.of(OWNER.grantId(), OWNER.grant().expiresAt()), null);
    var g = OWNER.grant();
    refused(
        standing(granted(grant(g.grantId(), 1, null, g.startsAt(), g.expiresAt()))), GRANT_MISSING);
  }

  @Test
  void anotherOwnerThanTheRememberedOneIsTampering() {
    owner = STRANGER;
    refused(standing(OWNER.material()), OWNER_CHANGED);
    assertThat(OWNER_CHANGED.freezes()).isTrue();
  }

  @Test
  void aWalletOfWhichNoSnapshotWasSeenIsNotSignedFor() {
    assertThat(check.refusal(intent, standing(OWNER.material()), Mark.NONE, now))
        .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo(STATE_BEHIND));
  }

  @Test
  void aLedgerBehindWhatWasPublishedOfItSignsNothing() {
    published = 7;
    lastSequence = 7;
    passes(standing(OWNER.material()));
    lastSequence = 6;
    refused(standing(OWNER.material()), LEDGER_BEHIND);
    lastSequence = 9;
    hold = new Hold(6, 7, now);
    refused(standing(OWNER.material()), LEDGER_BEHIND);
    assertThat(LEDGER_BEHIND.freezes()).isFalse();
  }

  @Test
  void aWalletWithoutItsLockIsNotSignedFor() {
    lockable = false;
    refused(standing(OWNER.material()), INTERNAL);
  }

  @Test
  void aSignedResumeThatIsNotInForceLiftsNothing() {
    var stopId = UUID.randomUUID();
    var text = resume(stopId, TestOwner.DOMAIN);
    stops.add(new Stop(stopId, null, 3, null, text, OWNER.sign(text)));
    refused(standing(OWNER.material()), FROZEN);
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
    assertThat(StandingCheck.flattening(close, standing(OWNER.material()))).isTrue();
    for (var other :
        List.of(
            new Stop(UUID.randomUUID(), null, Stop.FLATTEN, null, null, null),
            new Stop(stopId, null, 1, null, null, null),
            new Stop(stopId, UUID.randomUUID(), Stop.FLATTEN, null, null, null),
            new Stop(stopId, null, Stop.FLATTEN, now, null, null))) {
      stops.set(0, other);
      assertThat(StandingCheck.flattening(close, standing(OWNER.material())))
          .as(other.toString())
          .isFalse();
    }
  }

  @Test
  void aStopReachesItsBotOnly() {
    stops.add(new Stop(UUID.randomUUID(), UUID.randomUUID(), 3, null, null, null));
    passes(standing(OWNER.material()));
    stops.add(new Stop(UUID.randomUUID(), OWNER.botId(), 3, null, null, null));
    refused(standing(OWNER.material()), FROZEN);
  }

  @Test
  void aStopThatHoldsAndWhoseRowIsGoneIsRolledBack() {
    held.put(UUID.randomUUID(), new StopMark(null, 3, 1));
    refused(standing(OWNER.material()), ROLLED_BACK);
    held.clear();
    held.put(UUID.randomUUID(), new StopMark(null, 1, 1));
    refused(standing(OWNER.material()), ROLLED_BACK);
  }

  @Test
  void anUnknownKindOfStopFreezes() {
    stops.add(new Stop(UUID.randomUUID(), null, 9, null, null, null));
    refused(standing(OWNER.material()), FROZEN);
  }

  @Test
  void onlyTheOwnersOwnSignatureEndsAStop() {
    var stopId = UUID.randomUUID();
    var text = resume(stopId, TestOwner.DOMAIN);
    held.put(stopId, new StopMark(null, 3, 1));
    stops.add(new Stop(stopId, null, 3, now, text, OWNER.sign(text)));
    passes(standing(OWNER.material()));

    var stranger = new TestOwner(new TestKeys().wrapping);
    stops.set(0, new Stop(stopId, null, 3, now, text, stranger.sign(text)));
    refused(standing(OWNER.material()), ROLLED_BACK);

    stops.set(0, new Stop(stopId, null, 3, now, null, null));
    refused(standing(OWNER.material()), ROLLED_BACK);

    var other = resume(UUID.randomUUID(), TestOwner.DOMAIN);
    stops.set(0, new Stop(stopId, null, 3, now, other, OWNER.sign(other)));
    refused(standing(OWNER.material()), ROLLED_BACK);

    var elsewhere = resume(stopId, "evil.example");
    stops.set(0, new Stop(stopId, null, 3, now, elsewhere, OWNER.sign(elsewhere)));
    refused(standing(OWNER.material()), ROLLED_BACK);
  }

  @Test
  void theHardestStopCounts() {
    stops.add(new Stop(UUID.randomUUID(), null, 1, null, null, null));
    assertThat(level()).isEqualTo(Level.REDUCE_ONLY);
    passes(standing(OWNER.material()));
    stops.add(new Stop(UUID.randomUUID(), null, 2, null, null, null));
    assertThat(level()).isEqualTo(Level.REDUCE_ONLY);
  }

  @Test
  void aStopOfTheMarksIsAsHardAsTheMarksSay() {
    var stopId = UUID.randomUUID();
    held.put(stopId, new StopMark(null, 3, 1));
    stops.add(new Stop(stopId, null, 1, null, null, null));
    assertThat(level()).isEqualTo(Level.FROZEN);
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
            g.policyVersion(),
            g.policy(),
            new byte[32],
            g.policyMac(),
            g.wrappedEk(),
            g.signedText(),
            g.ownerSignature(),
            g.startsAt(),
            g.expiresAt());
    refused(standing(granted(another)), POLICY_CHANGED);
  }

  @Test
  void exitsPassForThePolicysMinutesAfterTheGrantAndEntriesNotAMillisecond() {
    var entry = intent;
    var exits =
        java.util.List.of(
            TestIntents.close(OWNER),
            TestIntents.buy(OWNER, "1").setReduceOnly(true),
            TestIntents.buy(OWNER, "1").setAction(Action.ACTION_CANCEL));
    now = OWNER.grant().expiresAt().minusMillis(1);
    passes(standing(OWNER.material()));
    now = OWNER.grant().expiresAt();
    refused(standing(OWNER.material()), GRANT_EXPIRED);
    for (var exit : exits) {
      intent = IntentReader.verifiedBefore(exit.build().toByteArray());
      now = OWNER.exitsUntil().minusMillis(1);
      passes(standing(OWNER.material()));
      now = OWNER.exitsUntil();
      refused(standing(OWNER.material()), GRANT_EXPIRED);
    }
    intent = entry;
  }

  /** No hash, no minutes: what the rows say of them must be what was approved. */
  @Test
  void minutesThatNobodyApprovedAreNone() {
    var longer =
        new String(OWNER.grant().policy(), java.nio.charset.StandardCharsets.UTF_8)
            .replace("\"exitMinutes\":\"60\"", "\"exitMinutes\":\"600\"")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var g = OWNER.grant();
    var changed =
        new GrantMaterial(
            g.grantId(),
            g.policyVersion(),
            longer,
            g.policySha256(),
            g.policyMac(),
            g.wrappedEk(),
            g.signedText(),
            g.ownerSignature(),
            g.startsAt(),
            g.expiresAt());
    assertThat(g.exitsUntil()).isEqualTo(g.expiresAt().plusSeconds(3600));
    assertThat(changed.exitsUntil()).isEqualTo(g.expiresAt());
  }
}

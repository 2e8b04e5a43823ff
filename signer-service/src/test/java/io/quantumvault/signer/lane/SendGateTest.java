package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Stop;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.Snapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendGateTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);
  private static final Duration LATER = LaneParts.STOPS_ASKED_EVERY.plusMillis(1);

  private final Instant signedAt = OWNER.issuedAt().plusSeconds(1);
  private volatile Instant now = signedAt;
  private final LaneParts parts = new LaneParts(() -> now);

  @BeforeEach
  void everythingAllowsIt() {
    sees();
    stands(OWNER.material());
  }

  @AfterEach
  void close() {
    parts.close();
  }

  private void sees() {
    parts.marks.raise(
        new Snapshot(
            OWNER.agentWallet(),
            OWNER.address(),
            "localnet",
            1,
            List.of(
                new Snapshot.Bot(
                    OWNER.botId(),
                    new LiveGrant(OWNER.grantId(), OWNER.grant().expiresAt()),
                    1,
                    Map.of())),
            List.of()));
  }

  private void stands(Material material, Stop... stops) {
    parts.ledger.standing = new Standing(material, List.of(stops), false, 0, true, 0);
  }

  private static Stop stop(int kind) {
    return new Stop(UUID.randomUUID(), null, kind, null, null, null);
  }

  private static TradeIntentPayload.Builder buy() {
    return TestIntents.buy(OWNER, "1");
  }

  private static Intent intent(TradeIntentPayload.Builder payload) {
    return IntentReader.verifiedBefore(payload.build().toByteArray());
  }

  private Allowed allowed(Intent intent) {
    return new Allowed(
        signedAt, StandingCheck.until(intent.onlyReduces(), OWNER.grant()), intent.onlyReduces());
  }

  private SendGate gate(Intent intent) {
    return new SendGate(intent, parts.ledger, parts.marks, parts.tools, allowed(intent));
  }

  @Test
  void whatTheLocksAllowedIsAskedForAgainAfterASecond() {
    var gate = gate(intent(buy()));
    assertThat(gate.getAsBoolean()).isTrue();
    now = signedAt.plus(LaneParts.STOPS_ASKED_EVERY);
    assertThat(gate.getAsBoolean()).isTrue();
    assertThat(parts.ledger.stood).as("not yet").hasValue(0);
    now = signedAt.plus(LATER);
    assertThat(gate.getAsBoolean()).isTrue();
    assertThat(gate.getAsBoolean()).isTrue();
    assertThat(parts.ledger.stood).as("once").hasValue(1);
    now = now.plus(LATER);
    assertThat(gate.getAsBoolean()).isTrue();
    assertThat(parts.ledger.stood).as("before each later sending").hasValue(2);
  }

  @Test
  void afterARestartItIsAskedForAtOnce() {
    stands(OWNER.material(), stop(3));
    var gate =
        new SendGate(
            intent(buy()), parts.ledger, parts.marks, parts.tools, Allowed.unknown(intent(buy())));
    assertThat(gate.getAsBoolean()).isFalse();
  }

  @Test
  void theDeadlineEndsItForGood() {
    var intent = intent(buy());
    var gate = gate(intent);
    now = intent.deadline();
    assertThat(gate.getAsBoolean()).isFalse();
    now = signedAt;
    assertThat(gate.getAsBoolean()).as("a clock that was set back opens nothing").isFalse();
  }

  @Test
  void aStopEndsItForGood() {
    var gate = gate(intent(buy()));
    stands(OWNER.material(), stop(3));
    now = now.plus(LATER);
    assertThat(gate.getAsBoolean()).isFalse();
    stands(OWNER.material());
    now = now.plus(LATER);
    assertThat(gate.getAsBoolean()).isFalse();
  }

  @Test
  void anEndedGrantEndsIt() {
    for (var intent :
        List.of(
            intent(buy()),
            intent(buy().setReduceOnly(true)),
            intent(buy().setAction(Action.ACTION_CANCEL)))) {
      var gate = gate(intent);
      stands(withoutGrant(OWNER.material()));
      now = now.plus(LATER);
      assertThat(gate.getAsBoolean()).as(intent.toString()).isFalse();
      now = signedAt;
    }
  }

  private static Material withoutGrant(Material m) {
    return new Material(
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
        m.tradingAccount(),
        m.tradingAuthority(),
        null);
  }

  @Test
  void aReduceOnlyStopEndsWhatMayOpenAndNothingElse() {
    var opening = gate(intent(buy()));
    var closing = gate(intent(buy().setReduceOnly(true)));
    var cancel = gate(intent(buy().setAction(Action.ACTION_CANCEL)));
    stands(OWNER.material(), stop(1));
    now = now.plus(LATER);
    assertThat(opening.getAsBoolean()).isFalse();
    assertThat(closing.getAsBoolean()).isTrue();
    assertThat(cancel.getAsBoolean()).isTrue();
  }

  @Test
  void theSignersOwnFreezeEndsIt() {
    var gate = gate(intent(buy()));
    parts.marks.freeze(OWNER.agentWallet(), "tampering");
    now = now.plus(LATER);
    assertThat(gate.getAsBoolean()).isFalse();
  }

  @Test
  void whatCannotBeKnownIsNotAnsweredAndAskedForAgain() {
    var gate = gate(intent(buy()));
    parts.ledger.onStand =
        () -> {
          throw new LedgerUnavailableException(new SQLException("away"));
        };
    now = now.plus(LATER);
    assertThatThrownBy(gate::getAsBoolean).isInstanceOf(LedgerUnavailableException.class);
    assertThatThrownBy(gate::getAsBoolean).isInstanceOf(LedgerUnavailableException.class);
    parts.ledger.onStand = () -> {};
    assertThat(gate.getAsBoolean()).isTrue();
  }

  @Test
  void anEntryEndsWithItsGrantToTheMillisecondAlthoughNobodyAsksBetween() {
    var entry = intent(buy().setDeadlineMs(Long.MAX_VALUE));
    var expiresAt = OWNER.grant().expiresAt();
    now = expiresAt.minusMillis(1);
    var fresh = new SendGate(entry, parts.ledger, parts.marks, parts.tools, at(entry, now));
    var resumed =
        new SendGate(entry, parts.ledger, parts.marks, parts.tools, Allowed.unknown(entry));
    assertThat(fresh.getAsBoolean()).isTrue();
    assertThat(resumed.getAsBoolean()).isTrue();
    int asked = parts.ledger.stood.get();
    now = expiresAt;
    assertThat(fresh.getAsBoolean()).isFalse();
    assertThat(resumed.getAsBoolean()).isFalse();
    assertThat(parts.ledger.stood).hasValue(asked);
  }

  @Test
  void anExitGoesOnForThePolicysMinutesAndNoLonger() {
    for (var payload :
        List.of(
            TestIntents.close(OWNER),
            buy().setReduceOnly(true),
            buy().setAction(Action.ACTION_CANCEL))) {
      var exit = intent(payload.setDeadlineMs(Long.MAX_VALUE));
      now = OWNER.exitsUntil().minusMillis(1);
      var fresh = new SendGate(exit, parts.ledger, parts.marks, parts.tools, at(exit, now));
      var resumed =
          new SendGate(exit, parts.ledger, parts.marks, parts.tools, Allowed.unknown(exit));
      assertThat(fresh.getAsBoolean()).isTrue();
      assertThat(resumed.getAsBoolean()).isTrue();
      now = OWNER.exitsUntil();
      assertThat(fresh.getAsBoolean()).isFalse();
      assertThat(resumed.getAsBoolean()).isFalse();
    }
  }

  @Test
  void whatTheSignerFoundToBeAnExitPassesAReduceOnlyStopWhateverTheIntentSays() {
    var sell = intent(buy());
    var gate =
        new SendGate(
            sell,
            parts.ledger,
            parts.marks,
            parts.tools,
            new Allowed(signedAt, OWNER.grant().expiresAt(), true));
    stands(OWNER.material(), stop(1));
    now = now.plus(LATER);
    assertThat(gate.getAsBoolean()).isTrue();
  }

  private static Allowed at(Intent intent, Instant when) {
    return new Allowed(
        when, StandingCheck.until(intent.onlyReduces(), OWNER.grant()), intent.onlyReduces());
  }
}

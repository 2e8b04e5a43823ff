package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.marks.Snapshot;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.order.AdminOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderDeskTest {
  private static final String WALLET = "wallet";
  private static final UUID ORDER = new UUID(8, 8);

  private final LaneParts parts = new LaneParts(InstantSource.fixed(Instant.EPOCH));
  private final CountDownLatch changed = new CountDownLatch(1);
  private OrderDesk desk;

  @BeforeEach
  void held() {
    desk = parts.orders(IntentReader::verifiedBefore);
    parts.marks.raise(new Snapshot(WALLET, "owner", "localnet", 1, List.of(), List.of()));
    parts.marks.load(WALLET, new HotMark(57, 1));
    parts.marks.hold(WALLET, 3, 57);
    parts.marks.onChange(changed::countDown);
  }

  @AfterEach
  void close() {
    desk.close();
    parts.close();
  }

  private StandingMark standing() {
    return Objects.requireNonNull(parts.marks.of(WALLET).standing());
  }

  /** Of a ledger that was mended for the order and the hold there is. */
  private LedgerEnd mended(long version) {
    return new LedgerEnd(
        57, 3, version, new LedgerEnd.Mended(ORDER, Objects.requireNonNull(standing().hold())));
  }

  private static AdminOrder order(@Nullable Hold hold) {
    return new AdminOrder.Reconciled(ORDER, WALLET, "somebody", hold, false);
  }

  private void awaitChange() throws InterruptedException {
    assertThat(changed.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aHoldEndsByAnOrderThatNamesIt() throws Exception {
    long version = standing().version();
    parts.ledger.end = mended(version);
    desk.take(order(standing().hold()));
    awaitChange();
    assertThat(standing().hold()).isNull();
    assertThat(parts.marks.held()).isEmpty();
    assertThat(standing().version()).isGreaterThan(version);
  }

  @Test
  void theLedgerAloneEndsNoHold() {
    parts.ledger.end = mended(0);
    desk.obey(order(null));
    desk.obey(order(new Hold(3, 57, Instant.EPOCH.plusSeconds(1))));
    assertThat(parts.marks.held()).containsExactly(WALLET);
  }

  @Test
  void aLedgerThatIsStillBehindIsLookedAtAgain() throws Exception {
    var looks = new AtomicInteger();
    parts.ledger.onEnd =
        () -> {
          if (looks.incrementAndGet() == 3) {
            parts.ledger.end = mended(0);
          }
        };
    parts.ledger.end = new LedgerEnd(56, 3, 0, mended(0).mended());
    desk.take(order(standing().hold()));
    awaitChange();
    assertThat(looks).hasValue(3);
    assertThat(parts.marks.held()).isEmpty();
  }

  private AdminOrder resolve(Intent intent, Instant validUntil) {
    return new AdminOrder.Resolve(
        UUID.randomUUID(),
        WALLET,
        "somebody",
        intent.intentId(),
        AdminOrder.Resolution.EXPIRED,
        "seen",
        validUntil);
  }

  /** An intent of another wallet than {@link #WALLET} whose outcome is unknown. */
  private Intent unknown() {
    var owner = new TestOwner(new TestKeys().wrapping);
    var intent = IntentReader.verifiedBefore(TestIntents.buy(owner, "1").build().toByteArray());
    var transaction = new SignedTransaction(new byte[100], new byte[64], 1);
    parts.ledger.unfinished =
        List.of(
            new Ledger.Row(
                new Claim.OutcomeUnknown(intent.intentId(), transaction, Instant.EPOCH),
                intent.payload(),
                null));
    return intent;
  }

  /** Rows of two wallets, of which nobody knows. */
  private Intent setBack() {
    var keys = new TestKeys();
    var rows = new ArrayList<Ledger.Row>();
    Intent intent = null;
    for (int i = 0; i < 2; i++) {
      intent =
          IntentReader.verifiedBefore(
              TestIntents.buy(new TestOwner(keys.wrapping), "1").build().toByteArray());
      rows.add(new Ledger.Row(submitted(intent.intentId()), intent.payload(), null));
    }
    parts.ledger.unfinished = rows;
    return Objects.requireNonNull(intent);
  }

  private static Claim submitted(UUID intentId) {
    return new Claim.Submitted(
        intentId, new SignedTransaction(new byte[100], new byte[64], 1), Instant.EPOCH);
  }

  /** All that was put on a bot's lane has been done. */
  private void awaitLane(Intent intent) throws InterruptedException {
    var done = new CountDownLatch(1);
    parts.lanes.add(intent.botId(), done::countDown);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private static AdminOrder notHeld(Intent intent) {
    return new AdminOrder.Reconciled(ORDER, intent.agentWallet(), "somebody", null, false);
  }

  @Test
  void anOrderForAWalletThatIsNotHeldTakesUpItsRowsAndNoOthers() throws Exception {
    var intent = setBack();
    desk.obey(notHeld(intent));
    awaitLane(intent);
    assertThat(parts.ledger.stood).hasValue(1);
  }

  @Test
  void whatIsAskedOnAlreadyIsNotTakenUpAgain() throws Exception {
    var intent = setBack();
    parts.ledger.row =
        asked ->
            new Ledger.Row(
                ((Claim.Submitted) submitted(asked.intentId())).unknown(), asked.payload(), null);
    desk.obey(notHeld(intent));
    awaitLane(intent);
    desk.obey(notHeld(intent));
    awaitLane(intent);
    assertThat(parts.ledger.stood).hasValue(1);
  }

  @Test
  void anOrderThatComesTooLateResolvesNothing() {
    var asked = new AtomicInteger();
    parts.ledger.onUnfinished = asked::incrementAndGet;
    desk.obey(resolve(unknown(), Instant.EPOCH.minusMillis(1)));
    assertThat(asked).as("the ledger is not even asked").hasValue(0);
  }

  @Test
  void anOrderAboutAnotherWalletsIntentResolvesNothing() {
    desk.obey(resolve(unknown(), Instant.EPOCH));
    assertThat(parts.ledger.stood).as("nothing is begun").hasValue(0);
  }
}

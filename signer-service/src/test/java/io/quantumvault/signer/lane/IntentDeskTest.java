package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntentDeskTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);
  private static final TestOwner OTHER = new TestOwner(new TestKeys().wrapping);
  private static final Source SOURCE = new Source("intents-v1", 0, 1);

  private final LaneParts parts = new LaneParts(InstantSource.system());
  private final IntentDesk desk = parts.desk;
  private final Semaphore rows = new Semaphore(0);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    parts.close();
  }

  private static Intent intent(TestOwner owner, boolean reduceOnly) {
    return IntentReader.verifiedBefore(
        TestIntents.buy(owner, "1").setReduceOnly(reduceOnly).build().toByteArray());
  }

  private void take(Intent intent) {
    desk.take(intent, SOURCE, rows::release);
  }

  /** The first bot's work stands still where it reads the ledger. */
  private void busy() throws InterruptedException {
    parts.ledger.onStand =
        () -> {
          started.countDown();
          await(goOn);
        };
    take(intent(OWNER, false));
    started.await();
    parts.ledger.onStand = () -> await(goOn);
  }

  private void haveRows(int count) throws InterruptedException {
    assertThat(rows.tryAcquire(count, 60, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theSeventeenthEntryOfABotIsRefusedAndItsExitsAreNot() throws Exception {
    busy();
    for (int i = 2; i <= 16; i++) {
      take(intent(OWNER, false));
    }
    take(intent(OWNER, true));
    take(intent(OWNER, false));
    assertThat(parts.ledger.refused.poll(60, TimeUnit.SECONDS)).isEqualTo(RefusalReason.BUSY);
    haveRows(1);
    assertThat(rows.availablePermits()).as("the others still wait").isZero();
    goOn.countDown();
    haveRows(17);
    assertThat(parts.ledger.refused).isEmpty();
  }

  @Test
  void oneBotsCrowdIsNoOtherBots() throws Exception {
    busy();
    for (int i = 2; i <= 20; i++) {
      take(intent(OWNER, true));
    }
    parts.ledger.onStand = () -> {};
    take(intent(OTHER, false));
    haveRows(1);
    assertThat(parts.ledger.refused).isEmpty();
    goOn.countDown();
    haveRows(20);
  }

  @Test
  void aRecordThatIsNotBelievedIsKeptOnceTheLedgerAnswers() throws Exception {
    var outages = new AtomicInteger(3);
    parts.ledger.onUnverified =
        () -> {
          if (outages.getAndDecrement() > 0) {
            assertThat(rows.availablePermits()).isZero();
            throw new LedgerUnavailableException(new SQLException("away"));
          }
        };
    desk.unverified(SOURCE, "wallet", "not signed", rows::release);
    haveRows(1);
    assertThat(outages).hasValue(-1);
  }

  @Test
  void aRowThatCannotBeReadIsLeftAndTheOthersAreTakenUp() throws Exception {
    var readable = intent(OWNER, false);
    var claim = new Claim.Confirmed(readable.intentId(), 1);
    parts.ledger.unfinished =
        List.of(
            new Ledger.Row(claim, new byte[] {1, 2, 3}, null),
            new Ledger.Row(claim, readable.payload(), null));
    parts.ledger.onStand = rows::release;
    desk.resumeUnfinished(IntentReader::verifiedBefore);
    haveRows(1);
  }

  @Test
  void aFaultInOnePieceOfWorkDoesNotEndItsLane() throws Exception {
    parts.ledger.onStand =
        () -> {
          parts.ledger.onStand = () -> {};
          throw new IllegalStateException("a fault of code");
        };
    var left = intent(OWNER, false);
    parts.ledger.unfinished =
        List.of(new Ledger.Row(new Claim.Confirmed(left.intentId(), 1), left.payload(), null));
    assertThat(desk.resumeUnfinished(IntentReader::verifiedBefore)).isEqualTo(1);
    take(intent(OWNER, false));
    haveRows(1);
    assertThat(parts.ledger.stood).hasValue(2);
  }
}

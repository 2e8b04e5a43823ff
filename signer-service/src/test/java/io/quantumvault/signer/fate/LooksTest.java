package io.quantumvault.signer.fate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.order.AdminOrder.Resolution;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An order says EXPIRED; a does not know the transaction, and b knows that it landed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LooksTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration LONG = Duration.ofHours(1);

  private final FakeNode a = new FakeNode("a");
  private final FakeNode b = new FakeNode("b");
  private final Inquiry inquiry =
      new Inquiry(List.of(a, b), InstantSource.fixed(NOW), task -> Thread.ofVirtual().start(task));
  private final Followed followed =
      new Followed(
          FateWatchTest.transaction(1), NOW.minus(Duration.ofDays(1)), () -> false, () -> {});

  @BeforeEach
  void landed() {
    for (var node : List.of(a, b)) {
      FateWatchTest.past(node);
      FateWatchTest.knowsCanary(node);
    }
    b.knows.put(followed.transaction().signatureText(), new Status.Landed(1200));
  }

  private Resolved expired(Duration within) throws InterruptedException {
    return new Looks(inquiry, new Canaries(), InstantSource.fixed(NOW), within)
        .resolve(followed, Resolution.EXPIRED);
  }

  /** As many questions as may be asked at once are under way, until the latch opens. */
  private CountDownLatch busy() {
    var hang = new CountDownLatch(1);
    b.hangs = hang;
    var other =
        new Entry(
            new Followed(FateWatchTest.transaction(2), NOW, () -> false, () -> {}), Instant.MAX);
    inquiry.ask(List.of(other), false);
    inquiry.ask(List.of(other), false);
    return hang;
  }

  private static void contradictedByB(Resolved resolved) {
    assertThat(resolved).isEqualTo(new Resolved.Refused("it is on the chain, says b"));
  }

  @Test
  void anOrderWaitsUntilABusyEndpointMayBeAsked() throws Exception {
    var hang = busy();
    var resolved = new CompletableFuture<Resolved>();
    var order =
        Thread.ofPlatform()
            .start(() -> {
              try {
                resolved.complete(expired(LONG));
              } catch (InterruptedException e) {
                resolved.completeExceptionally(e);
              }
            });
    while (!resolved.isDone() && order.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    hang.countDown();
    contradictedByB(resolved.get());
  }

  @Test
  void anEndpointThatCannotBeAskedRefusesTheOrder() throws Exception {
    var hang = busy();
    try {
      assertThat(expired(Duration.ofMillis(1)))
          .isInstanceOfSatisfying(
              Resolved.Refused.class,
              refused -> assertThat(refused.why()).contains("b was not asked"));
    } finally {
      hang.countDown();
    }
  }

  @Test
  void anEndpointThatRestsIsAskedToo() throws Exception {
    b.restsUntil = NOW.plusSeconds(1);
    contradictedByB(expired(LONG));
  }

  @Test
  void anEndpointThatSaysNoHeightIsAskedForTheStatus() throws Exception {
    b.heightSilent = true;
    contradictedByB(expired(LONG));
  }

  @Test
  void theSilenceOfWhoWasAskedContradictsNobody() throws Exception {
    b.silent = true;
    assertThat(expired(LONG)).isEqualTo(new Resolved.As(new Fate.Expired("")));
  }
}

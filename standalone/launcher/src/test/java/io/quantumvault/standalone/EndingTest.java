package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.StartRefused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndingTest {
  private final Ending ending = new Ending();

  @Test
  void aWishBreaksOffWhatCanBe() throws Exception {
    CountDownLatch atWork = new CountDownLatch(1);
    Thread wisher =
        Thread.ofVirtual()
            .start(() -> {
              awaitQuietly(atWork);
              ending.wish();
            });

    assertThatThrownBy(() ->
            ending.interruptibly(() -> {
              atWork.countDown();
              new CountDownLatch(1).await();
              return 0;
            }))
        .isInstanceOf(InterruptedException.class);

    ending.over();
    wisher.join();
  }

  @Test
  void workThatTakesNoNoticeOfAWishLeavesNoInterrupt() throws Exception {
    Thread wisher = Thread.ofPlatform().unstarted(ending::wish);

    int done =
        ending.interruptibly(() -> {
          wisher.start();
          while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
          }
          return 7;
        });

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(done).isEqualTo(7);
    ending.over();
    wisher.join();
  }

  @Test
  void aWishReturnsOnlyWhenEverythingIsPutAway() throws Exception {
    Thread wisher = Thread.ofPlatform().start(ending::wish);
    awaitItsWait(wisher);
    assertThat(wisher.isAlive()).isTrue();

    ending.over();

    wisher.join();
  }

  @Test
  void betweenTheStepsOfAStartAWishEndsIt() throws Exception {
    ending.refuseIfWished();
    CompletableFuture<Void> wish = CompletableFuture.runAsync(ending::wish);
    ending.await();

    assertThatThrownBy(ending::refuseIfWished).isInstanceOf(StartRefused.class);
    assertThatThrownBy(() -> ending.interruptibly(() -> 0)).isInstanceOf(StartRefused.class);

    ending.over();
    wish.join();
  }

  /** Until it waits, or is over: before, nobody knows whether it would have returned. */
  private static void awaitItsWait(Thread thread) throws InterruptedException {
    boolean over = false;
    while (!over && thread.getState() != Thread.State.TIMED_WAITING) {
      over = thread.join(Duration.ofMillis(1));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

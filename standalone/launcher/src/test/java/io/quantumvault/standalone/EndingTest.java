package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.StartRefused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndingTest {
  private final Ending ending = new Ending();

  @Test
  void aWishBreaksOffWhatCanBeAndLeavesNoInterrupt() throws Exception {
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

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    ending.over();
    wisher.join();
  }

  @Test
  void aWishReturnsOnlyWhenEverythingIsPutAway() throws Exception {
    CompletableFuture<Void> wish = CompletableFuture.runAsync(ending::wish);
    ending.await();
    assertThat(wish).isNotDone();

    ending.over();

    wish.join();
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

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

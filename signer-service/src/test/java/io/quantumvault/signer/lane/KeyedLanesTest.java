package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyedLanesTest {
  @Test
  void workOfAKeyKeepsItsOrder() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var keys = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    List<List<Integer>> seen = new ArrayList<>();
    keys.forEach(k -> seen.add(Collections.synchronizedList(new ArrayList<>())));
    var done = new CountDownLatch(3000);
    int[] next = new int[3];
    try (var lanes = new KeyedLanes()) {
      for (int i = 0; i < 3000; i++) {
        int key = random.nextInt(3);
        int number = next[key]++;
        lanes.add(
            keys.get(key),
            () -> {
              seen.get(key).add(number);
              done.countDown();
            });
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    for (int key = 0; key < keys.size(); key++) {
      assertThat(seen.get(key))
          .as("seed %d", seed)
          .isEqualTo(IntStream.range(0, next[key]).boxed().toList());
    }
  }

  @Test
  void aBusyKeyHoldsUpNoOther() throws Exception {
    var other = new CountDownLatch(1);
    var busyEnded = new CountDownLatch(1);
    try (var lanes = new KeyedLanes()) {
      lanes.add(UUID.randomUUID(), () -> waitFor(other, busyEnded));
      lanes.add(UUID.randomUUID(), other::countDown);
      assertThat(other.await(60, TimeUnit.SECONDS)).as("the other key's work ran").isTrue();
      assertThat(busyEnded.await(60, TimeUnit.SECONDS)).as("then the busy one ended").isTrue();
    }
  }

  @Test
  void closingInterruptsWhatRunsAndDropsWhatWaits() throws Exception {
    var started = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var later = new AtomicInteger();
    var key = UUID.randomUUID();
    var lanes = new KeyedLanes();
    lanes.add(
        key,
        () -> {
          started.countDown();
          waitFor(never, never);
          interrupted.countDown();
        });
    lanes.add(key, later::incrementAndGet);
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(lanes.active()).isEqualTo(1);
    lanes.close();
    assertThat(interrupted.getCount()).as("closing waits for what runs").isZero();
    lanes.add(key, later::incrementAndGet);
    assertThat(lanes.active()).isZero();
    assertThat(later).hasValue(0);
  }

  @Test
  void aKeysSizeIsWhatRunsAndWhatWaits() throws Exception {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var key = UUID.randomUUID();
    try (var lanes = new KeyedLanes()) {
      assertThat(lanes.size(key)).isZero();
      lanes.add(
          key,
          () -> {
            started.countDown();
            waitFor(goOn, ended);
          });
      started.await();
      assertThat(lanes.size(key)).isEqualTo(1);
      lanes.add(key, () -> {});
      lanes.add(key, () -> {});
      assertThat(lanes.size(key)).isEqualTo(3);
      assertThat(lanes.size(UUID.randomUUID())).isZero();
      goOn.countDown();
      while (lanes.active() > 0) {
        Thread.onSpinWait();
      }
      assertThat(lanes.size(key)).isZero();
    }
  }

  @Test
  void whatThrowsEndsNeitherItsLaneNorTheWaitForItsEnd() throws Exception {
    var done = new CountDownLatch(1);
    var key = UUID.randomUUID();
    var lanes = new KeyedLanes();
    lanes.add(
        key,
        () -> {
          throw new StackOverflowError("on purpose");
        });
    lanes.add(key, done::countDown);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    lanes.close();
    assertThat(lanes.active()).isZero();
  }

  @Test
  void aKeyThatHadNothingToDoTakesUpNewWork() throws Exception {
    var key = UUID.randomUUID();
    try (var lanes = new KeyedLanes()) {
      for (int i = 0; i < 100; i++) {
        var done = new CountDownLatch(1);
        lanes.add(key, done::countDown);
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Ends early, and tells nobody, when it is interrupted. */
  private static void waitFor(CountDownLatch latch, CountDownLatch told) {
    try {
      latch.await();
      told.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.quantumvault.signer.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

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
    try (var lanes = new KeyedLanes()) {
      int[] next = new int[3];
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
      done.await();
    }
    for (var numbers : seen) {
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void aBusyKeyHoldsUpNoOther() throws Exception {
    var other = new CountDownLatch(1);
    var finished = new CountDownLatch(1);
    try (var lanes = new KeyedLanes()) {
      lanes.add(
          UUID.randomUUID(),
          () -> {
            try {
              other.await();
              finished.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      lanes.add(UUID.randomUUID(), other::countDown);
      finished.await();
    }
    assertThat(finished.getCount()).isZero();
  }
}

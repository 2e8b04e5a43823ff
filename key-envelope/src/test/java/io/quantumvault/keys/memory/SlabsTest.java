package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.reveal;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlabsTest {
  private static final int THREADS = 64;
  private static final int CYCLES = 100;

  /** Four slot sizes; each may keep one region more that a secret elsewhere holds a slot of. */
  private static final int MOST_IDLE_REGIONS = 4 * (Slabs.KEPT_REGIONS + 1);

  private static final int[] SIZES = {32, 64, 200, 416, 1024, 3000};

  @Test
  void sixtyFourThreadsLeakNoSlotAndNeverSeeEachOthersBytes() throws Exception {
    int before = SecretMemory.liveCount();
    run();

    assertThat(SecretMemory.liveCount()).isEqualTo(before);
    assertThat(Slabs.regions()).isLessThanOrEqualTo(MOST_IDLE_REGIONS);
  }

  @Test
  void aBurstGivesItsPagesBackForOtherSizes() {
    for (int size : SIZES) {
      List<SecretMemory> held = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        held.add(SecretMemory.allocate(size));
      }
      assertThat(Slabs.regions()).isGreaterThan(1500 * size / 16384);
      held.forEach(SecretMemory::close);
      assertThat(Slabs.regions()).isLessThanOrEqualTo(MOST_IDLE_REGIONS);
    }
  }

  private static void run() throws Exception {
    CyclicBarrier allHold = new CyclicBarrier(THREADS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        byte mark = (byte) (i + 1);
        done.add(
            threads.submit(() -> {
              for (int cycle = 0; cycle < CYCLES; cycle++) {
                cycle(mark, cycle == 0 ? allHold : null);
              }
              return null;
            }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private static void cycle(byte mark, @Nullable CyclicBarrier allHold) throws Exception {
    List<SecretMemory> held = new ArrayList<>();
    for (int size : SIZES) {
      byte[] content = new byte[size];
      Arrays.fill(content, mark);
      held.add(secret(content));
    }
    if (allHold != null) {
      allHold.await();
    }
    for (SecretMemory secret : held) {
      assertThat(reveal(secret)).containsOnly(mark);
      secret.close();
    }
  }

  @Test
  void slotsDoNotOverlap() {
    List<SecretMemory> held = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      held.add(SecretMemory.allocate(64));
    }
    List<Long> addresses = held.stream().map(s -> s.segment().address()).sorted().toList();
    held.forEach(SecretMemory::close);

    for (int i = 1; i < addresses.size(); i++) {
      assertThat(addresses.get(i) - addresses.get(i - 1)).isGreaterThanOrEqualTo(64);
    }
  }
}

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
import org.junit.jupiter.api.Test;

class SlabsTest {
  private static final int THREADS = 64;
  private static final int CYCLES = 300;
  private static final int[] SIZES = {32, 64, 200, 416, 1024, 3000};

  @Test
  void sixtyFourThreadsLeakNoSlotAndNeverSeeEachOthersBytes() throws Exception {
    int before = SecretMemory.liveCount();
    run();
    int regions = Slabs.regions();
    run();

    assertThat(SecretMemory.liveCount()).isEqualTo(before);
    // All threads hold one secret of every size at once in each round: the second needs no more.
    assertThat(Slabs.regions()).isEqualTo(regions);
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

  private static void cycle(byte mark, @org.jspecify.annotations.Nullable CyclicBarrier allHold)
      throws Exception {
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

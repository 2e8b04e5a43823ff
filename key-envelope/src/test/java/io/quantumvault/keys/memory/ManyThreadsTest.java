package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManyThreadsTest {
  private static final int THREADS = 64;
  private static final int CYCLES = 10_000;

  static List<Named<ThreadFactory>> threads() {
    return List.of(
        Named.of("virtual threads", Thread.ofVirtual().factory()),
        Named.of("platform threads", Thread.ofPlatform().factory()));
  }

  @ParameterizedTest
  @MethodSource("threads")
  void tenThousandCyclesGiveNoWrongSignatureAndLeakNothing(ThreadFactory factory)
      throws InterruptedException {
    KeyMemory before = KeyMemory.state();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger good = new AtomicInteger();
    try (KeyCycles cycles = new KeyCycles()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            factory.newThread(() -> {
              for (int n = next.getAndIncrement(); n < CYCLES; n = next.getAndIncrement()) {
                byte[] message = ByteBuffer.allocate(215).putInt(n).array();
                if (cycles.isGood(message)) {
                  good.incrementAndGet();
                }
              }
            }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    KeyMemory after = KeyMemory.state();
    assertThat(good).hasValue(CYCLES);
    assertThat(after.secrets()).isEqualTo(before.secrets());
    assertThat(after.busyCallStacks()).isZero();
    assertThat(after.callStacks()).isBetween(1, KeyMemory.callStackLimit());
  }
}

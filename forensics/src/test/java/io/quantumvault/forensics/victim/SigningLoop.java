package io.quantumvault.forensics.victim;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Two threads that sign without pause, and a main thread that obeys lines of standard input: {@code
 * count} tells how many cycles were done, {@code work N} waits until there are so many, {@code
 * quiet} lets both threads finish and rest, {@code dump FILE} writes a heap dump. It ends with its
 * input.
 */
final class SigningLoop {
  private static final int THREADS = 2;
  private static final Pattern SPACE =
      Pattern.compile("\\[(0x[0-9a-f]+), 0x[0-9a-f]+, (0x[0-9a-f]+)\\)");

  private final AtomicLong cycles = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch resting = new CountDownLatch(THREADS);
  private volatile boolean quiet;

  /** One cycle with the message of a number. */
  interface Cycle {
    void run(int number);
  }

  /** Runs until standard input ends. */
  void run(IntFunction<Cycle> cycleOfThread) throws Exception {
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread.ofPlatform().daemon().start(() -> sign(cycleOfThread.apply(number)));
    }
    System.out.println("heap " + heap());
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line; (line = in.readLine()) != null; ) {
        obey(line);
      }
    }
    end.countDown();
  }

  private void sign(Cycle cycle) {
    try {
      for (int i = 0; !quiet; i++) {
        cycle.run(i);
        cycles.incrementAndGet();
      }
      resting.countDown();
      // The thread stays, and so does whatever lies on its stack.
      end.await();
    } catch (Throwable t) {
      t.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void obey(String line) throws InterruptedException, IOException {
    if (line.equals("quiet")) {
      quiet = true;
      resting.await();
    } else if (line.startsWith("work ")) {
      long wanted = Long.parseLong(line.substring("work ".length()));
      while (cycles.get() < wanted) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    } else if (line.startsWith("dump ")) {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(line.substring("dump ".length()), false);
    }
    System.out.println("count " + cycles.get());
  }

  /** The first and last addresses of the heap as the JVM tells them. */
  private static String heap() throws JMException {
    String info =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcHeapInfo",
                    null,
                    null);
    long from = Long.MAX_VALUE;
    long to = 0;
    // Each space: [first address, end of what is in use, end of the space).
    Matcher space = SPACE.matcher(info);
    while (space.find()) {
      from = Math.min(from, Long.decode(space.group(1)));
      to = Math.max(to, Long.decode(space.group(2)));
    }
    return Long.toHexString(from) + "-" + Long.toHexString(to);
  }
}

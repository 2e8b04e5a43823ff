package io.quantumvault.ingest.outbound;

import io.quantumvault.ingest.alert.RefusalTally;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.RejectionSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes the counts of refusals that were not told one by one, a minute later and when the service
 * stops. A killed process loses the counts of that minute; the first of each kind is on the log.
 */
public final class RefusalFlush implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalFlush.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final RefusalTally tally;
  private final RejectionSink sink;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running;

  /** Not started yet. */
  public RefusalFlush(RefusalTally tally, RejectionSink sink) {
    this.tally = tally;
    this.sink = sink;
    this.thread = Thread.ofVirtual().name("ingest-refusals").unstarted(this::run);
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    stopping.countDown();
    try {
      thread.join(EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write(tally.rest());
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stopped after the server, which counts, and before what it writes with. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 200;
  }

  private void run() {
    try {
      while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        write(tally.due());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<RefusedSignal> signals) {
    for (RefusedSignal signal : signals) {
      try {
        var _ =
            sink.take(signal)
                .whenComplete((_, failure) -> {
                  if (failure != null) {
                    tally.back(signal);
                  }
                });
      } catch (RuntimeException e) {
        tally.back(signal);
        LOG.atWarn()
            .setMessage("count of refusals not written yet")
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log();
      }
    }
  }
}

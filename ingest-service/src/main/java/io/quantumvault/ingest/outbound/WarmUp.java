package io.quantumvault.ingest.outbound;

import io.quantumvault.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Connects the producer before the first alert needs it: a cold one would spend the alert's time on
 * signing in and on asking where the topics are.
 */
public final class WarmUp implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final List<Topics.Topic> TOPICS =
      List.of(Topics.SIGNALS, Topics.REJECTIONS, Topics.PRICES);

  private final RecordSender sender;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean running;
  private volatile boolean done;

  /** A warm-up that is not started. */
  public WarmUp(RecordSender sender) {
    this.sender = sender;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("ingest-warm-up").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    stopping.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Whether the producer has found every topic once. */
  public boolean done() {
    return done;
  }

  private void run() {
    try {
      do {
        try {
          TOPICS.forEach(sender::locate);
          done = true;
        } catch (KafkaException e) {
          LOG.atInfo()
              .setMessage("the producer is not connected yet")
              .addKeyValue("cause", e.getClass().getSimpleName())
              .log();
        }
      } while (!done && !stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.quantumvault.policy.stream;

import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.inbound.UnreadableStateKey;
import io.quantumvault.policy.topology.StageMetrics;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the stream with the application context. */
public final class PolicyStream implements SmartLifecycle, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStream.class);

  private final KafkaStreams streams;
  private final StageMetrics metrics;
  private final Backoff backoff = new Backoff(System::nanoTime);
  private volatile boolean running;

  public PolicyStream(KafkaStreams streams, StageMetrics metrics) {
    this.streams = streams;
    this.metrics = metrics;
    streams.setUncaughtExceptionHandler(this::failed);
  }

  /** On the thread that failed, which may well wait before another takes its place. */
  private StreamThreadExceptionResponse failed(Throwable failure) {
    metrics.alarm("stream-thread-failed");
    var answer = answer(failure);
    if (answer == StreamThreadExceptionResponse.REPLACE_THREAD) {
      try {
        Thread.sleep(backoff.pause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return answer;
  }

  /**
   * A record that must not be skipped stops the stage, and a person has to look. Anything else is
   * weather (a broker, a fence): a new thread goes on from the last commit.
   */
  static StreamThreadExceptionResponse answer(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableStateKey || cause instanceof CorruptState) {
        LOG.atError().setCause(failure).log("The policy stage stops");
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    LOG.atWarn().setCause(failure).log("A stream thread failed and is replaced");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public void start() {
    streams.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    if (!streams.close(PATIENCE)) {
      LOG.atWarn().log("The stream did not end in time");
    }
  }

  /** Frees the clients of a stream that was made and never started. */
  @Override
  public void close() {
    var _ = streams.close(Duration.ZERO);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}

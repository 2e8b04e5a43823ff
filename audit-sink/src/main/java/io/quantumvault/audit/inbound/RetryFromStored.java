package io.quantumvault.audit.inbound;

import io.quantumvault.audit.health.AuditHealth;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/** After a failure: waits a little, then starts again from what is stored. Never skips a record. */
public final class RetryFromStored implements CommonErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RetryFromStored.class);
  private static final long PAUSE_MS = 500;

  private final AuditedTopicsListener listener;
  private final AuditHealth health;

  /** For this listener's container. */
  public RetryFromStored(AuditedTopicsListener listener, AuditHealth health) {
    this.listener = listener;
    this.health = health;
  }

  @Override
  public boolean seeksAfterHandling() {
    return true;
  }

  @Override
  public void handleBatch(
      Exception failure,
      ConsumerRecords<?, ?> records,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      Runnable invokeListener) {
    again(failure, container);
  }

  @Override
  public void handleOtherException(
      Exception failure,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    if (failure instanceof OffsetOutOfRangeException range) {
      health.halt(
          "Kafka no longer holds the records that come next: "
              + range.offsetOutOfRangePartitions());
      container.stop(() -> {});
      return;
    }
    again(failure, container);
  }

  private void again(Exception failure, MessageListenerContainer container) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    LOG.atWarn().addKeyValue("cause", root.toString()).log("Audit batch failed, trying again");
    listener.afterFailure();
    try {
      ListenerUtils.stoppableSleep(container, PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

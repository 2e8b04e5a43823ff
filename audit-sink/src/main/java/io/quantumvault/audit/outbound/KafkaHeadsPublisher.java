package io.quantumvault.audit.outbound;

import io.quantumvault.audit.trail.HeadsPublisher;
import io.quantumvault.schemas.Topics;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** Sends heads checkpoints to {@link Topics#AUDIT_CHECKPOINTS} without waiting for the answer. */
public final class KafkaHeadsPublisher implements HeadsPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHeadsPublisher.class);

  private final KafkaOperations<byte[], byte[]> kafka;

  /** Over a template that belongs to the audit principal. */
  public KafkaHeadsPublisher(KafkaOperations<byte[], byte[]> kafka) {
    this.kafka = kafka;
  }

  @Override
  public void publish(String origin, String note) {
    try {
      var _ =
          kafka
              .send(
                  Topics.AUDIT_CHECKPOINTS.name(),
                  origin.getBytes(StandardCharsets.UTF_8),
                  note.getBytes(StandardCharsets.UTF_8))
              .whenComplete((sent, failure) -> {
                if (failure != null) {
                  warn(failure);
                }
              });
    } catch (RuntimeException e) {
      warn(e);
    }
  }

  private static void warn(Throwable failure) {
    LOG.atWarn().addKeyValue("cause", failure.toString()).log("A checkpoint was not published");
  }
}

package io.quantumvault.ingest.outbound;

import com.google.protobuf.Message;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;

/** Sends Protobuf values, each the beginning of a trace that the whole pipeline continues. */
public final class RecordSender {
  private final KafkaTemplate<String, byte[]> kafka;

  /** Sends through this template, whose settings decide what "durable" means. */
  public RecordSender(KafkaTemplate<String, byte[]> kafka) {
    this.kafka = kafka;
  }

  /** Makes sure that the producer knows where the topic is. */
  void locate(Topics.Topic topic) {
    if (kafka.partitionsFor(topic.name()).isEmpty()) {
      throw new KafkaException("no partitions");
    }
  }

  /** Completes when all in-sync replicas have the record. */
  CompletableFuture<?> send(Topics.Topic topic, String key, Message value, UUID traced) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic.name(), key, value.toByteArray());
    record.headers().add("traceparent", traceParent(traced).getBytes(StandardCharsets.US_ASCII));
    return kafka.send(record);
  }

  /** W3C Trace Context: the trace id is the signal's, so that one leads to the other. */
  static String traceParent(UUID traced) {
    byte[] span = Ids.bytes(Ids.newId());
    HexFormat hex = HexFormat.of();
    return "00-" + hex.formatHex(Ids.bytes(traced)) + "-" + hex.formatHex(span, 8, 16) + "-01";
  }
}

package io.quantumvault.standalone.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.Envelope;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes orders to admin-orders-v1, in the name of who runs this program. */
final class OrderSender {
  private final Connections connections;
  private final InstantSource clock;
  private final String by;

  OrderSender(Connections connections, InstantSource clock, String by) {
    this.connections = connections;
    this.clock = clock;
    this.by = by;
  }

  /** The id of an order that is not given yet. */
  UUID newId() {
    return Ids.newId(clock.millis());
  }

  /**
   * Sends it; returns when Kafka has it.
   *
   * @param id the order's, from {@link #newId()}
   * @param correlation the signal it is about; empty for none
   */
  void send(
      UUID id, String agentWallet, String owner, String correlation, AdminOrder.Builder order) {
    long now = clock.millis();
    var record =
        order
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId(id.toString())
                    .setOccurredAtMs(now)
                    .setCorrelationId(correlation))
            .setAgentWallet(agentWallet)
            .setOwner(owner)
            .setBy(by)
            .build();
    try (var producer = connections.producer()) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.ADMIN_ORDERS.name(), agentWallet.getBytes(UTF_8), record.toByteArray()))
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException("the order was not taken", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}

package io.quantumvault.control.outbound;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records for Kafka that commit with the state they tell of. The row is inserted and deleted in one
 * transaction: the connector reads the insert from the write-ahead log, the table stays empty.
 */
public final class Outbox {
  private final JdbcClient jdbc;
  private final TransactionTemplate joining;

  /**
   * @param joining joins the surrounding transaction ({@link Propagation#REQUIRED})
   */
  public Outbox(JdbcClient jdbc, TransactionTemplate joining) {
    this.jdbc = jdbc;
    this.joining = joining;
  }

  /**
   * @param payload null makes a tombstone
   */
  void send(Topics.Topic topic, String key, byte @Nullable [] payload) {
    joining.executeWithoutResult(status -> {
      UUID id = Ids.newId();
      jdbc.sql(
              "INSERT INTO control.outbox (id, topic, record_key, payload)"
                  + " VALUES (:id, :topic, :key, :payload::bytea)")
          .param("id", id)
          .param("topic", topic.name())
          .param("key", key)
          .param("payload", payload)
          .update();
      jdbc.sql("DELETE FROM control.outbox WHERE id = :id").param("id", id).update();
    });
  }
}

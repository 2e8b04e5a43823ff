package io.quantumvault.control.outbound;

import io.quantumvault.control.exchange.Attempts;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refused attempts in {@code client_failures}, so that limits hold across restarts. */
public final class PostgresAttempts implements Attempts {
  private final JdbcClient jdbc;

  public PostgresAttempts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void failed(byte[] clientHash, Instant at) {
    jdbc.sql("INSERT INTO control.client_failures (client_hash, failed_at) VALUES (:client, :at)")
        .param("client", clientHash)
        .param("at", Sql.at(at))
        .update();
  }

  @Override
  public int failuresSince(byte[] clientHash, Instant since) {
    return jdbc.sql(
            "SELECT count(*) FROM control.client_failures WHERE client_hash = :client AND failed_at > :since")
        .param("client", clientHash)
        .param("since", Sql.at(since))
        .query(Integer.class)
        .single();
  }

  @Override
  public void forgetBefore(Instant before) {
    jdbc.sql("DELETE FROM control.client_failures WHERE failed_at < :before")
        .param("before", Sql.at(before))
        .update();
  }
}

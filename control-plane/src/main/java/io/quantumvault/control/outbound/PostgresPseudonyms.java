package io.quantumvault.control.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.Pseudonyms;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.schemas.ids.Ids;
import java.time.Clock;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keyed hashes under the newest key of {@code pseudonym_keys} (type 8, wrapped by the KMS name
 * control), which is made at the first start.
 */
public final class PostgresPseudonyms implements Pseudonyms, AutoCloseable {
  private static final byte[] ADDRESS = "address\0".getBytes(UTF_8);
  private static final byte[] DEVICE = "device\0".getBytes(UTF_8);

  private final UUID keyId;
  private final SharedSecret key;

  private PostgresPseudonyms(UUID keyId, SharedSecret key) {
    this.keyId = keyId;
    this.key = key;
  }

  /** Loads the newest key, or makes the first one. */
  public static PostgresPseudonyms open(JdbcClient jdbc, KeyManagement keyManagement, Clock clock) {
    var stored = newest(jdbc);
    if (stored.isEmpty()) {
      makeFirst(jdbc, keyManagement, clock);
      stored = newest(jdbc);
    }
    Stored row = stored.orElseThrow();
    try (SecretMemory opened =
        keyManagement.unwrap(KeyName.CONTROL, Aad.pseudonym(row.id()), row.wrapped())) {
      return new PostgresPseudonyms(row.id(), SharedSecret.of(opened));
    }
  }

  @Override
  public Client of(String address, String device) {
    try (SecretMemory own = key.copy()) {
      return new Client(
          Hmac.sha256(own, ADDRESS, address.getBytes(UTF_8)),
          Hmac.sha256(own, DEVICE, device.getBytes(UTF_8)),
          keyId.toString());
    }
  }

  private static java.util.Optional<Stored> newest(JdbcClient jdbc) {
    return jdbc.sql(
            "SELECT key_id, wrapped_key FROM control.pseudonym_keys ORDER BY created_at DESC, key_id LIMIT 1")
        .query((row, number) -> new Stored(Sql.uuid(row, "key_id"), row.getBytes("wrapped_key")))
        .optional();
  }

  private static void makeFirst(JdbcClient jdbc, KeyManagement keyManagement, Clock clock) {
    UUID id = Ids.newId(clock.millis());
    try (SecretMemory fresh = SecretMemory.random(32)) {
      jdbc.sql(
              "INSERT INTO control.pseudonym_keys (key_id, wrapped_key, created_at) VALUES (:id, :key, :at)")
          .param("id", id)
          .param("key", keyManagement.wrap(KeyName.CONTROL, Aad.pseudonym(id), fresh))
          .param("at", Sql.at(clock.instant()))
          .update();
    }
  }

  @Override
  public void close() {
    key.close();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(UUID id, byte[] wrapped) {}
}

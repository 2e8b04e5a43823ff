package io.quantumvault.control.outbound;

import io.quantumvault.control.exchange.KnownOwners;
import io.quantumvault.control.owner.KeySlot;
import io.quantumvault.control.owner.OwnerRecord;
import io.quantumvault.control.owner.OwnerStore;
import io.quantumvault.keys.vault.SlotKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Owners and key slots in their tables. */
public final class PostgresOwnerStore implements OwnerStore, KnownOwners {
  private final JdbcClient jdbc;

  public PostgresOwnerStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean isKnown(String wallet) {
    return find(wallet).isPresent();
  }

  @Override
  public boolean insert(OwnerRecord owner, List<KeySlot> slots, Instant at) {
    int inserted =
        jdbc.sql(
                "INSERT INTO control.owners (address, public_key, salt, created_at)"
                    + " VALUES (:address, :key, :salt, :at) ON CONFLICT DO NOTHING")
            .param("address", owner.address())
            .param("key", owner.publicKey())
            .param("salt", owner.salt())
            .param("at", Sql.at(at))
            .update();
    if (inserted == 1) {
      slots.forEach(slot -> insert(slot, at));
    }
    return inserted == 1;
  }

  private void insert(KeySlot slot, Instant at) {
    jdbc.sql(
            "INSERT INTO control.key_slots (slot_id, owner, kind, version, template_version,"
                + " domain, key_salt, wrapped_umk, check_value, created_at) VALUES (:id, :owner,"
                + " :kind, :version, :template::integer, :domain::text, :salt::bytea, :umk, :check,"
                + " :at)")
        .param("id", slot.id())
        .param("owner", slot.owner())
        .param("kind", slot.kind().number())
        .param("version", slot.version())
        .param("template", slot.templateVersion())
        .param("domain", slot.domain())
        .param("salt", slot.keySalt())
        .param("umk", slot.wrappedUmk())
        .param("check", slot.checkValue())
        .param("at", Sql.at(at))
        .update();
  }

  @Override
  public Optional<OwnerRecord> find(String address) {
    return jdbc.sql("SELECT address, public_key, salt FROM control.owners WHERE address = :address")
        .param("address", address)
        .query((row, number) ->
            new OwnerRecord(
                row.getString("address"), row.getBytes("public_key"), row.getBytes("salt")))
        .optional();
  }

  @Override
  public List<KeySlot> slots(String owner) {
    return jdbc.sql("SELECT * FROM control.key_slots WHERE owner = :owner ORDER BY created_at")
        .param("owner", owner)
        .query(PostgresOwnerStore::slot)
        .list();
  }

  @Override
  public void slotUsed(UUID slotId, Instant at) {
    jdbc.sql("UPDATE control.key_slots SET last_used_at = :at WHERE slot_id = :id")
        .param("at", Sql.at(at))
        .param("id", slotId)
        .update();
  }

  @Override
  public void lock(String address) {
    jdbc.sql("SELECT address FROM control.owners WHERE address = :address FOR UPDATE")
        .param("address", address)
        .query(String.class)
        .single();
  }

  @Override
  public void used(String owner, String purpose, String subject, Instant at) {
    jdbc.sql(
            "INSERT INTO control.purpose_uses (owner, purpose, subject, used_at)"
                + " VALUES (:owner, :purpose, :subject, :at)")
        .param("owner", owner)
        .param("purpose", purpose)
        .param("subject", subject)
        .param("at", Sql.at(at))
        .update();
  }

  @Override
  public int usesSince(String owner, String purpose, String subject, Instant since) {
    return jdbc.sql(
            "SELECT count(*) FROM control.purpose_uses WHERE owner = :owner AND purpose = :purpose"
                + " AND subject = :subject AND used_at > :since")
        .param("owner", owner)
        .param("purpose", purpose)
        .param("subject", subject)
        .param("since", Sql.at(since))
        .query(Integer.class)
        .single();
  }

  private static KeySlot slot(ResultSet row, int number) throws SQLException {
    int kind = row.getInt("kind");
    return new KeySlot(
        Sql.uuid(row, "slot_id"),
        row.getString("owner"),
        Arrays.stream(SlotKind.values()).filter(k -> k.number() == kind).findFirst().orElseThrow(),
        row.getInt("version"),
        row.getObject("template_version", Integer.class),
        row.getString("domain"),
        row.getBytes("key_salt"),
        row.getBytes("wrapped_umk"),
        row.getBytes("check_value"));
  }
}

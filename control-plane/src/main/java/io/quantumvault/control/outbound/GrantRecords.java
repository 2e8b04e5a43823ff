package io.quantumvault.control.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.v1.Grant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Grants as the streams carry them: all the evidence, no sealed record. */
public final class GrantRecords {
  private static final String COLUMNS =
      "SELECT grant_id, grant_sequence, policy_version, policy, policy_sha256, signed_text, owner_signature,"
          + " starts_at, expires_at FROM control.grants ";

  private final JdbcClient jdbc;

  public GrantRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Grant> find(UUID grantId) {
    return jdbc.sql(COLUMNS + "WHERE grant_id = :id")
        .param("id", grantId)
        .query(GrantRecords::grant)
        .optional();
  }

  Optional<Grant> liveOf(UUID botId) {
    return jdbc.sql(COLUMNS + "WHERE bot_id = :bot AND ended_at IS NULL")
        .param("bot", botId)
        .query(GrantRecords::grant)
        .optional();
  }

  private static Grant grant(ResultSet row, int number) throws SQLException {
    return Grant.newBuilder()
        .setGrantId(Sql.uuid(row, "grant_id").toString())
        .setGrantSequence(row.getLong("grant_sequence"))
        .setPolicyVersion(row.getLong("policy_version"))
        .setPolicy(ByteString.copyFrom(row.getBytes("policy")))
        .setPolicySha256(ByteString.copyFrom(row.getBytes("policy_sha256")))
        .setSignedText(ByteString.copyFrom(row.getBytes("signed_text")))
        .setOwnerSignature(ByteString.copyFrom(row.getBytes("owner_signature")))
        .setStartsAtMs(Sql.instant(row, "starts_at").toEpochMilli())
        .setExpiresAtMs(Sql.instant(row, "expires_at").toEpochMilli())
        .build();
  }
}

package io.quantumvault.control.outbound;

import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.ChallengeStore;
import io.quantumvault.schemas.text.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Challenges in {@code auth_challenges}, hashes of nonces in {@code auth_nonces}. */
public final class PostgresChallengeStore implements ChallengeStore {
  /** Used nonces stay known well past the longest life of a challenge. */
  private static final Duration NONCES_KEPT = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BoundJson boundJson = new BoundJson();

  public PostgresChallengeStore(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void open(Challenge challenge) {
    transaction.executeWithoutResult(status -> {
      jdbc.sql(
              "INSERT INTO control.auth_nonces (nonce_sha256, purpose, wallet, expires_at)"
                  + " VALUES (:nonce, :purpose, :wallet, :expires)")
          .param("nonce", challenge.nonceSha256())
          .param("purpose", challenge.purpose().wireName())
          .param("wallet", challenge.wallet())
          .param("expires", Sql.at(challenge.expiresAt()))
          .update();
      jdbc.sql(
              "INSERT INTO control.auth_challenges (challenge_id, nonce_sha256, purpose, wallet, domain,"
                  + " text_bytes, bound, session_id, client_hash, expires_at, created_at)"
                  + " VALUES (:id, :nonce, :purpose, :wallet, :domain, :text, :bound::jsonb,"
                  + " :session::uuid, :client, :expires, :created)")
          .param("id", challenge.id())
          .param("nonce", challenge.nonceSha256())
          .param("purpose", challenge.purpose().wireName())
          .param("wallet", challenge.wallet())
          .param("domain", challenge.domain())
          .param("text", challenge.text())
          .param("bound", boundJson.write(challenge.bound()))
          .param("session", challenge.sessionId())
          .param("client", challenge.clientHash())
          .param("expires", Sql.at(challenge.expiresAt()))
          .param("created", Sql.at(challenge.createdAt()))
          .update();
    });
  }

  @Override
  public Optional<Challenge> find(UUID id) {
    return jdbc.sql("SELECT * FROM control.auth_challenges WHERE challenge_id = :id")
        .param("id", id)
        .query(this::challenge)
        .optional();
  }

  @Override
  public int openOf(byte[] clientHash, Instant now) {
    return jdbc.sql(
            "SELECT count(*) FROM control.auth_challenges WHERE client_hash = :client AND expires_at > :now")
        .param("client", clientHash)
        .param("now", Sql.at(now))
        .query(Integer.class)
        .single();
  }

  @Override
  public boolean authorise(Challenge challenge, byte[] signature, Instant now) {
    return consuming(
        challenge,
        now,
        () ->
            jdbc.sql(
                    "UPDATE control.auth_challenges SET authorised_at = :now, signature = :signature"
                        + " WHERE challenge_id = :id AND authorised_at IS NULL")
                .param("now", Sql.at(now))
                .param("signature", signature)
                .param("id", challenge.id())
                .update());
  }

  @Override
  public boolean authoriseAndErase(Challenge challenge, Instant now) {
    return consuming(
        challenge,
        now,
        () ->
            jdbc.sql(
                    "DELETE FROM control.auth_challenges WHERE challenge_id = :id AND authorised_at IS NULL")
                .param("id", challenge.id())
                .update());
  }

  /** One conditional update of the nonce decides; the challenge follows in the transaction. */
  private boolean consuming(
      Challenge challenge, Instant now, java.util.function.IntSupplier challengeChange) {
    return Boolean.TRUE.equals(
        transaction.execute(status -> {
          int nonces =
              jdbc.sql(
                      "UPDATE control.auth_nonces SET used_at = :now WHERE nonce_sha256 = :nonce"
                          + " AND purpose = :purpose AND wallet = :wallet AND used_at IS NULL"
                          + " AND expires_at > :now")
                  .param("now", Sql.at(now))
                  .param("nonce", challenge.nonceSha256())
                  .param("purpose", challenge.purpose().wireName())
                  .param("wallet", challenge.wallet())
                  .update();
          boolean won = nonces == 1 && challengeChange.getAsInt() == 1;
          if (!won) {
            status.setRollbackOnly();
          }
          return won;
        }));
  }

  @Override
  public Optional<Challenge> takeAuthorised(UUID id, Instant now) {
    return jdbc.sql(
            "DELETE FROM control.auth_challenges WHERE challenge_id = :id AND authorised_at IS NOT NULL"
                + " AND expires_at > :now RETURNING *")
        .param("id", id)
        .param("now", Sql.at(now))
        .query(this::challenge)
        .optional();
  }

  @Override
  public void eraseExpired(Instant now) {
    jdbc.sql("DELETE FROM control.auth_challenges WHERE expires_at <= :now")
        .param("now", Sql.at(now))
        .update();
    jdbc.sql("DELETE FROM control.auth_nonces WHERE expires_at <= :before")
        .param("before", Sql.at(now.minus(NONCES_KEPT)))
        .update();
  }

  private Challenge challenge(ResultSet row, int number) throws SQLException {
    Purpose purpose = Purpose.fromWireName(row.getString("purpose")).orElseThrow();
    return new Challenge(
        Sql.uuid(row, "challenge_id"),
        row.getBytes("nonce_sha256"),
        purpose,
        row.getString("wallet"),
        row.getString("domain"),
        row.getBytes("text_bytes"),
        boundJson.read(purpose, row.getString("bound")),
        Sql.uuidOrNull(row, "session_id"),
        row.getBytes("client_hash"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "expires_at"),
        row.getBytes("signature"));
  }
}

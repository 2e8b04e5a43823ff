package io.quantumvault.control.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.EndedGrant;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Resume;
import io.quantumvault.schemas.v1.SigningMode;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole state of an agent wallet, read in the transaction that changed it: bots with their live
 * grants, every stop that holds, and the newest lifted ones with the owner's evidence.
 */
public final class WalletSnapshots {
  /** Lifted stops that stay, so that a reader which was away still sees the evidence. */
  private static final int LIFTED_KEPT = 32;

  /** How long after the end of its exits an ended grant is named. */
  private static final Duration ENDED_KEPT = Duration.ofMinutes(15);

  private final JdbcClient jdbc;
  private final GrantRecords grants;
  private final Clock clock;

  public WalletSnapshots(JdbcClient jdbc, GrantRecords grants, Clock clock) {
    this.jdbc = jdbc;
    this.grants = grants;
    this.clock = clock;
  }

  AgentWalletState of(String agentWallet) {
    long now = clock.millis();
    var state =
        jdbc.sql(
                "SELECT owner, signing_mode, state_version, cluster, deleted_at FROM control.agent_wallets"
                    + " WHERE address = :wallet")
            .param("wallet", agentWallet)
            .query((row, number) ->
                AgentWalletState.newBuilder()
                    .setEnvelope(
                        Envelope.newBuilder()
                            .setEventId(Ids.newId(now).toString())
                            .setOccurredAtMs(now))
                    .setAgentWallet(agentWallet)
                    .setOwner(row.getString("owner"))
                    .setSigningMode(SigningMode.forNumber(row.getInt("signing_mode")))
                    .setStateVersion(row.getLong("state_version"))
                    .setCluster(row.getString("cluster"))
                    .setDeleted(Sql.instantOrNull(row, "deleted_at") != null))
            .single();
    jdbc.sql(
            "SELECT * FROM control.bots WHERE agent_wallet = :wallet AND deleted_at IS NULL ORDER BY created_at")
        .param("wallet", agentWallet)
        .query(WalletSnapshots::bot)
        .list()
        .forEach(bot -> state.addBots(withGrant(bot)));
    jdbc.sql(
            "SELECT * FROM control.stops WHERE agent_wallet = :wallet AND (resumed_at IS NULL OR stop_id IN"
                + " (SELECT stop_id FROM control.stops WHERE agent_wallet = :wallet AND resumed_at IS NOT NULL"
                + " ORDER BY resumed_at DESC LIMIT :kept)) ORDER BY created_at")
        .param("wallet", agentWallet)
        .param("kept", LIFTED_KEPT)
        .query(WalletSnapshots::stop)
        .list()
        .forEach(state::addStops);
    return state.build();
  }

  private BotState withGrant(BotState.Builder bot) {
    var botId = UUID.fromString(bot.getBotId());
    grants.liveOf(botId).ifPresent(bot::setGrant);
    jdbc.sql(
            "SELECT grant_id, expires_at FROM control.grants WHERE bot_id = :bot"
                + " AND ended_at < coalesce(exits_until, expires_at)"
                + " AND coalesce(exits_until, expires_at) > :since ORDER BY expires_at, grant_id")
        .param("bot", botId)
        .param("since", Sql.at(clock.instant().minus(ENDED_KEPT)))
        .query((row, number) ->
            EndedGrant.newBuilder()
                .setGrantId(Sql.uuid(row, "grant_id").toString())
                .setExpiresAtMs(Sql.instant(row, "expires_at").toEpochMilli())
                .build())
        .list()
        .forEach(bot::addEndedGrants);
    return bot.build();
  }

  private static BotState.Builder bot(ResultSet row, int number) throws SQLException {
    return BotState.newBuilder()
        .setBotId(Sql.uuid(row, "bot_id").toString())
        .setVenue(row.getString("venue"))
        .setTradingAccount(row.getString("trading_account"))
        .setTradingAuthority(row.getString("trading_authority"))
        .setSubAccount(row.getInt("sub_account"))
        .setHighestEndedGrantSequence(row.getLong("highest_ended_grant_sequence"));
  }

  private static Stop stop(ResultSet row, int number) throws SQLException {
    String id = Sql.uuid(row, "stop_id").toString();
    UUID bot = Sql.uuidOrNull(row, "bot_id");
    var stop =
        Stop.newBuilder()
            .setStopId(id)
            .setKind(StopKind.forNumber(row.getInt("kind")))
            .setScope(StopScope.forNumber(row.getInt("scope")))
            .setBotId(bot == null ? "" : bot.toString())
            .setOrigin(StopOrigin.forNumber(row.getInt("origin")))
            .setAtMs(Sql.instant(row, "created_at").toEpochMilli())
            .setReason(row.getString("reason"));
    var resumedAt = Sql.instantOrNull(row, "resumed_at");
    if (resumedAt != null) {
      stop.setResume(
          Resume.newBuilder()
              .setStopId(id)
              .setSignedText(ByteString.copyFrom(row.getBytes("resume_text")))
              .setOwnerSignature(ByteString.copyFrom(row.getBytes("resume_signature")))
              .setAtMs(resumedAt.toEpochMilli()));
    }
    return stop.build();
  }
}

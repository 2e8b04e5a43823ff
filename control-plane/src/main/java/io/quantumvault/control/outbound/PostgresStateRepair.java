package io.quantumvault.control.outbound;

import io.quantumvault.control.reconcile.KnownState;
import io.quantumvault.control.reconcile.StateRepair;
import io.quantumvault.control.reconcile.StateRows;
import io.quantumvault.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares a wallet's rows with what the signer's marks know of it and brings them to it, as {@code
 * qv admin reconcile} wants: under the wallet's lock, with a snapshot that is newer than all there
 * were, in one transaction. Needs no more rights than the role {@code qv_reconciler} has.
 */
public final class PostgresStateRepair {
  private static final int SCOPE_BOT = 1;
  private static final int SCOPE_WALLET = 2;
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final WalletSnapshots snapshots;
  private final Outbox outbox;
  private final Clock clock;

  /** Takes the database, as whom to work in it, and the time. */
  public PostgresStateRepair(DataSource database, Clock clock) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.snapshots = new WalletSnapshots(jdbc, new GrantRecords(jdbc), clock);
    this.outbox = new Outbox(jdbc, transaction);
    this.clock = clock;
  }

  /** What would be changed; empty if the wallet is not in the database. */
  public Optional<StateRepair> look(KnownState known) {
    return Objects.requireNonNull(transaction.execute(status -> of(known)));
  }

  /**
   * Changes it.
   *
   * @param always publishes the snapshot even where nothing contradicts: marks that were lost learn
   *     from it
   * @return what was changed; empty if the wallet is not in the database
   */
  public Optional<StateRepair> repair(KnownState known, boolean always) {
    return Objects.requireNonNull(
        transaction.execute(status -> {
          var wallet = known.agentWallet();
          jdbc.sql("SELECT lock_epoch FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE")
              .param(wallet)
              .query(Long.class)
              .optional();
          var found = of(known);
          found
              .filter(repair -> repair.needed() || always)
              .ifPresent(repair -> {
                change(wallet, repair);
                publish(wallet, repair.stateVersion());
              });
          return found;
        }));
  }

  private Optional<StateRepair> of(KnownState known) {
    return rows(known.agentWallet()).map(rows -> StateRepair.of(known, rows));
  }

  private Optional<StateRows> rows(String wallet) {
    var version =
        jdbc.sql(
                "SELECT state_version FROM control.agent_wallets WHERE address = ? AND deleted_at IS NULL")
            .param(wallet)
            .query(Long.class)
            .optional();
    return version.map(v -> rows(wallet, v));
  }

  private StateRows rows(String wallet, long version) {
    var live = new HashMap<UUID, UUID>();
    jdbc.sql(
            "SELECT grant_id, bot_id FROM control.grants WHERE agent_wallet = ? AND ended_at IS NULL")
        .param(wallet)
        .query(row -> {
          live.put(Sql.uuid(row, "grant_id"), Sql.uuid(row, "bot_id"));
        });
    var policies = new HashMap<UUID, Long>();
    jdbc.sql(
            "SELECT bot_id, greatest(policy_floor, coalesce((SELECT max(version) FROM control.policies p"
                + " WHERE p.bot_id = b.bot_id), 0)) AS highest FROM control.bots b"
                + " WHERE agent_wallet = ? AND deleted_at IS NULL")
        .param(wallet)
        .query(row -> {
          policies.put(Sql.uuid(row, "bot_id"), row.getLong("highest"));
        });
    var holding = new HashSet<UUID>();
    var resumed = new HashSet<UUID>();
    jdbc.sql("SELECT stop_id, resumed_at FROM control.stops WHERE agent_wallet = ?")
        .param(wallet)
        .query(row -> {
          var at = Sql.instantOrNull(row, "resumed_at");
          (at == null || isOnItsWay(at) ? holding : resumed).add(Sql.uuid(row, "stop_id"));
        });
    return new StateRows(version, live, policies, holding, resumed);
  }

  /** A resume of this minute may not have reached the marks yet: it is left alone. */
  private boolean isOnItsWay(Instant resumedAt) {
    var now = clock.instant();
    return !resumedAt.isAfter(now) && resumedAt.isAfter(now.minus(ON_ITS_WAY));
  }

  private void change(String wallet, StateRepair repair) {
    var now = Sql.at(clock.instant());
    repair
        .endedGrants()
        .forEach((grant, bot) -> {
          jdbc.sql(
                  "UPDATE control.grants SET ended_at = ?, wrapped_ek = NULL WHERE grant_id = ? AND ended_at IS NULL")
              .params(now, grant)
              .update();
          jdbc.sql(
                  "UPDATE control.bots SET highest_ended_grant_sequence = greatest(highest_ended_grant_sequence,"
                      + " (SELECT grant_sequence FROM control.grants WHERE grant_id = ?)) WHERE bot_id = ?")
              .params(grant, bot)
              .update();
        });
    repair
        .missingStops()
        .forEach((id, stop) ->
            jdbc.sql(
                    "INSERT INTO control.stops (stop_id, agent_wallet, scope, bot_id, kind, origin, reason, created_at)"
                        + " VALUES (:id, :wallet, :scope, :bot::uuid, :kind, :origin, :reason, :at)")
                .param("id", id)
                .param("wallet", wallet)
                .param("scope", stop.botId() == null ? SCOPE_WALLET : SCOPE_BOT)
                .param("bot", stop.botId())
                .param("kind", stop.kind())
                .param("origin", stop.origin())
                .param("reason", "put back: the database had lost it")
                .param("at", now)
                .update());
    repair
        .reopenedStops()
        .forEach(id ->
            jdbc.sql(
                    "UPDATE control.stops SET resumed_at = NULL, resume_text = NULL, resume_signature = NULL"
                        + " WHERE stop_id = ?")
                .param(id)
                .update());
    repair
        .policyFloors()
        .forEach((bot, floor) ->
            jdbc.sql(
                    "UPDATE control.bots SET policy_floor = greatest(policy_floor, ?) WHERE bot_id = ?")
                .params(floor, bot)
                .update());
  }

  private void publish(String wallet, long above) {
    jdbc.sql(
            "UPDATE control.agent_wallets SET state_version = greatest(state_version, ?) + 1 WHERE address = ?")
        .params(above, wallet)
        .update();
    outbox.send(Topics.EXECUTION_STATE, wallet, snapshots.of(wallet).toByteArray());
  }
}

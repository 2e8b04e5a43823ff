package io.quantumvault.control.outbound;

import io.quantumvault.control.wallet.AgentWallet;
import io.quantumvault.control.wallet.SigningMode;
import io.quantumvault.control.wallet.WalletStore;
import io.quantumvault.keys.vault.AgentWalletKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Agent wallets and their lock rows. */
public final class PostgresWalletStore implements WalletStore {
  private final JdbcClient jdbc;

  public PostgresWalletStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean insert(AgentWallet wallet, @Nullable AgentWalletKeys keys) {
    int inserted =
        jdbc.sql(
                "INSERT INTO control.agent_wallets (address, public_key, owner, signing_mode,"
                    + " cluster, sealed_entropy, sealed_seed, created_at) VALUES (:address, :key,"
                    + " :owner, :mode, :cluster, :entropy::bytea, :seed::bytea, :at) ON CONFLICT DO"
                    + " NOTHING")
            .param("address", wallet.address())
            .param("key", wallet.publicKey())
            .param("owner", wallet.owner())
            .param("mode", wallet.signingMode().number())
            .param("cluster", wallet.cluster())
            .param("entropy", keys == null ? null : keys.entropy())
            .param("seed", keys == null ? null : keys.seed())
            .param("at", Sql.at(wallet.createdAt()))
            .update();
    if (inserted == 1) {
      jdbc.sql("INSERT INTO control.wallet_lock (agent_wallet) VALUES (:address)")
          .param("address", wallet.address())
          .update();
    }
    return inserted == 1;
  }

  @Override
  public Optional<AgentWallet> find(String owner, String address) {
    return jdbc.sql(
            "SELECT * FROM control.agent_wallets WHERE owner = :owner AND address = :address"
                + " AND deleted_at IS NULL")
        .param("owner", owner)
        .param("address", address)
        .query(PostgresWalletStore::wallet)
        .optional();
  }

  @Override
  public List<AgentWallet> list(String owner) {
    return jdbc.sql(
            "SELECT * FROM control.agent_wallets WHERE owner = :owner AND deleted_at IS NULL ORDER"
                + " BY created_at")
        .param("owner", owner)
        .query(PostgresWalletStore::wallet)
        .list();
  }

  private static AgentWallet wallet(ResultSet row, int number) throws SQLException {
    return new AgentWallet(
        row.getString("address"),
        row.getBytes("public_key"),
        row.getString("owner"),
        SigningMode.ofNumber(row.getInt("signing_mode")),
        row.getString("cluster"),
        row.getLong("state_version"),
        row.getLong("total_executions"),
        Sql.instantOrNull(row, "last_execution_at"),
        Sql.instant(row, "created_at"));
  }
}

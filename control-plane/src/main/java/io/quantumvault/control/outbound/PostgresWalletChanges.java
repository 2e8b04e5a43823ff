package io.quantumvault.control.outbound;

import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Done;
import io.quantumvault.schemas.Topics;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Locks with {@code wallet_lock}, publishes through the outbox. */
public final class PostgresWalletChanges implements WalletChanges {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final WalletSnapshots snapshots;
  private final Outbox outbox;

  public PostgresWalletChanges(
      JdbcClient jdbc, Transactions transactions, WalletSnapshots snapshots, Outbox outbox) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.snapshots = snapshots;
    this.outbox = outbox;
  }

  @Override
  public <T> Outcome<T> change(List<String> agentWallets, Supplier<Outcome<T>> work) {
    List<String> ordered = agentWallets.stream().distinct().sorted().toList();
    return transactions.inOne(() -> {
      ordered.forEach(this::lock);
      Outcome<T> outcome = work.get();
      if (outcome instanceof Done<T>) {
        ordered.forEach(this::publish);
      }
      return outcome;
    });
  }

  @Override
  public void publishNew(String agentWallet) {
    lock(agentWallet);
    publish(agentWallet);
  }

  private void lock(String agentWallet) {
    jdbc.sql("SELECT lock_epoch FROM control.wallet_lock WHERE agent_wallet = :wallet FOR UPDATE")
        .param("wallet", agentWallet)
        .query(Long.class)
        .single();
  }

  private void publish(String agentWallet) {
    jdbc.sql(
            "UPDATE control.agent_wallets SET state_version = state_version + 1 WHERE address = :wallet")
        .param("wallet", agentWallet)
        .update();
    outbox.send(Topics.EXECUTION_STATE, agentWallet, snapshots.of(agentWallet).toByteArray());
  }
}

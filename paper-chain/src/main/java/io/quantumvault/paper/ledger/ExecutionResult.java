package io.quantumvault.paper.ledger;

import io.quantumvault.paper.transaction.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a transaction. */
public sealed interface ExecutionResult {

  /** It never enters a block and costs nothing. */
  record Rejected(TransactionError error) implements ExecutionResult {}

  /**
   * It is in a block and its fee is charged. With an error, {@code changes} holds the fee alone.
   *
   * @param message with the accounts that lookup tables gave it
   */
  record Processed(
      Message message,
      @Nullable TransactionError error,
      long feeLamports,
      long unitsConsumed,
      List<String> logs,
      Accounts changes)
      implements ExecutionResult {
    public Processed {
      logs = List.copyOf(logs);
    }
  }
}

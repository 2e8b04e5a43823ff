package io.quantumvault.control.outbound;

import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Refused;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions at read committed: what a lock waited for is seen by the statements after it. */
public final class PostgresTransactions implements Transactions {
  private final TransactionTemplate template;

  public PostgresTransactions(TransactionTemplate template) {
    this.template = template;
  }

  @Override
  public <T> Outcome<T> inOne(Supplier<Outcome<T>> work) {
    Outcome<T> outcome =
        template.execute(status -> {
          Outcome<T> result = work.get();
          if (result instanceof Refused<T>) {
            status.setRollbackOnly();
          }
          return result;
        });
    return Objects.requireNonNull(outcome);
  }
}

package io.quantumvault.paper.transaction;

import java.util.Optional;

/** A transaction whose every required signature has been verified; there is no other way to one. */
public final class SignedTransaction {
  private final Transaction transaction;

  private SignedTransaction(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Empty when a signature is missing or wrong. */
  public static Optional<SignedTransaction> verify(Transaction transaction) {
    return transaction.isSigned()
        ? Optional.of(new SignedTransaction(transaction))
        : Optional.empty();
  }

  public Transaction transaction() {
    return transaction;
  }
}

package io.quantumvault.signer.message;

import io.quantumvault.solana.message.ComputeBudget;
import io.quantumvault.solana.message.MalformedMessageException;
import io.quantumvault.solana.message.Transaction;

/** What the chain charges for a transaction. */
public final class NetworkFee {
  /** For the one signature. */
  public static final long BASE_FEE_LAMPORTS = 5000;

  private NetworkFee() {}

  /**
   * The base fee for one signature and the bid on all units asked for, in lamports.
   *
   * @param wire a transaction that was parsed before it was signed
   */
  public static long lamports(byte[] wire) {
    try {
      long units = 0;
      long price = 0;
      for (var instruction : Transaction.parse(wire).message().resolved()) {
        if (!instruction.program().equals(ComputeBudget.PROGRAM)) {
          continue;
        }
        switch (ComputeBudget.read(instruction.data()).orElse(null)) {
          case ComputeBudget.Request.Limit limit -> units = limit.units();
          case ComputeBudget.Request.Price bid -> price = bid.microLamports();
          case null -> {}
        }
      }
      return BASE_FEE_LAMPORTS + ComputeBudget.priorityFeeLamports(units, price);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("the ledger's own bytes do not parse", e);
    }
  }
}

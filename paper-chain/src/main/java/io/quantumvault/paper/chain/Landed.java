package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.TransactionError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is in a block. Balances are in the order of the message's accounts, those that
 * lookup tables gave last.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Landed(
    String signature,
    long slot,
    long unixSeconds,
    @Nullable TransactionError error,
    long feeLamports,
    long unitsConsumed,
    List<String> logs,
    List<Long> balancesBefore,
    List<Long> balancesAfter,
    byte[] wireBytes,
    List<Address> loadedWritable,
    List<Address> loadedReadonly) {
  public Landed {
    logs = List.copyOf(logs);
    balancesBefore = List.copyOf(balancesBefore);
    balancesAfter = List.copyOf(balancesAfter);
    loadedWritable = List.copyOf(loadedWritable);
    loadedReadonly = List.copyOf(loadedReadonly);
  }
}

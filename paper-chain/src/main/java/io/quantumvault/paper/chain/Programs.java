package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.program.ComputeBudget;
import io.quantumvault.paper.program.MemoProgram;
import io.quantumvault.paper.program.SystemProgram;
import io.quantumvault.paper.program.TransactionExecutor;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.DriftProgram;
import io.quantumvault.paper.venue.VenueSettings;
import java.util.List;
import java.util.Map;

/** The programs of this chain. */
final class Programs {
  private static final Address NATIVE_LOADER =
      Address.parse("NativeLoader1111111111111111111111111111111");

  private Programs() {}

  /** Puts those accounts there that do not come with the venue. */
  static void create(Accounts accounts) {
    for (Address id : List.of(SystemProgram.ID, ComputeBudget.ID, MemoProgram.ID)) {
      accounts.put(id, new Account(1, new byte[0], NATIVE_LOADER, true));
    }
  }

  static TransactionExecutor executor(VenueSettings venue) {
    return new TransactionExecutor(
        Map.of(
            SystemProgram.ID, new SystemProgram(),
            ComputeBudget.ID, new ComputeBudget(),
            MemoProgram.ID, new MemoProgram(),
            DriftAddresses.PROGRAM, new DriftProgram(venue)));
  }
}

package io.quantumvault.paper.chain;

import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.venue.UserAccount;
import java.util.List;
import org.bitcoinj.base.Base58;

/** Lamports and collateral out of nothing. */
final class PaperMoney {
  private PaperMoney() {}

  /** Pays it in, and tells of it as though a transaction had. */
  static Landed airdrop(
      Accounts accounts, ChainInput.Airdrop airdrop, long slot, long unixSeconds) {
    Account account = accounts.get(airdrop.to());
    long before = account.lamports();
    long after = Math.addExact(before, airdrop.lamports());
    accounts.put(airdrop.to(), account.withLamports(after));
    return new Landed(
        Base58.encode(airdrop.signature()),
        slot,
        unixSeconds,
        null,
        0,
        0,
        List.of(),
        List.of(before),
        List.of(after),
        new byte[0],
        List.of(),
        List.of());
  }

  static void deposit(Accounts accounts, ChainInput.Deposit deposit, long slot) {
    Account account = accounts.get(deposit.user());
    UserAccount user = UserAccount.read(account.data());
    user.deposit(deposit.amount(), slot);
    accounts.put(deposit.user(), account.withData(user.toBytes()));
  }
}

package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import java.util.List;

/**
 * Takes over accounts below the maintenance margin, all at once: orders are cancelled, positions
 * closed at the oracle's price for a penalty. One that is left with less than nothing is bankrupt.
 */
final class Liquidator {
  private static final int PENALTY_PPM = 10_000;
  private static final int BANKRUPT = 2;

  private Liquidator() {}

  /** What the account is afterwards; itself where nothing was to be done. */
  static Account tend(Address address, Accounts accounts, BlockContext block) {
    Account account = accounts.get(address);
    UserAccount user = UserAccount.read(account.data());
    if (Margin.coversMaintenance(user, index -> price(index, accounts))) {
      return account;
    }
    for (OrderSlot order : user.openOrders().toList()) {
      user.close(order);
    }
    List<PerpPosition> held = user.positions().filter(p -> p.base() != 0).toList();
    for (PerpPosition position : held) {
      long value = FixedPoint.value(position.base(), price(position.marketIndex(), accounts));
      long penalty = FixedPoint.mulDivCeil(Math.abs(value), PENALTY_PPM, 1_000_000);
      position.trade(-position.base(), value, penalty);
    }
    boolean bankrupt = Margin.equity(user, index -> price(index, accounts)) < 0;
    user.liquidated(bankrupt ? BANKRUPT : 0);
    user.active(block.slot());
    return account.withData(user.toBytes());
  }

  private static long price(int marketIndex, Accounts accounts) {
    return Oracle.price(accounts, Market.at(marketIndex).orElseThrow().oracle());
  }
}

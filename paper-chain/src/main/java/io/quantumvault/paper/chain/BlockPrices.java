package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.transaction.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lowest price per compute unit that got into one block, in micro-lamports. */
final class BlockPrices {
  private static final long NONE = Long.MAX_VALUE;

  private final Map<Address, Long> byAccount = new HashMap<>();
  private long least = NONE;

  void paid(Message message, long unitPrice) {
    least = Math.min(least, unitPrice);
    List<Address> accounts = message.accounts();
    for (int i = 0; i < accounts.size(); i++) {
      if (message.isWritable(i)) {
        byAccount.merge(accounts.get(i), unitPrice, Math::min);
      }
    }
  }

  /** 0 for an empty block, which anybody would have got into for nothing. */
  long least() {
    return least == NONE ? 0 : least;
  }

  Map<Address, Long> leastByAccount() {
    return byAccount;
  }
}

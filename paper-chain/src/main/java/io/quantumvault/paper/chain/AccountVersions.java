package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What accounts were before each of the newest slots changed them, so that a node that lags, or a
 * commitment that is not reached yet, sees the chain as it was.
 */
final class AccountVersions {
  private record SlotChanges(long slot, Map<Address, Account> before) {}

  private final Deque<SlotChanges> slots = new ArrayDeque<>();

  void begin(long slot) {
    slots.addLast(new SlotChanges(slot, new HashMap<>()));
    if (slots.size() > Blocks.KEPT) {
      slots.removeFirst();
    }
  }

  void changed(Address address, Account before) {
    slots.getLast().before().putIfAbsent(address, before);
  }

  /** The account at the end of a slot, given what it is now. */
  Account at(long slot, Address address, Account now) {
    Account found = now;
    Iterator<SlotChanges> newestFirst = slots.descendingIterator();
    while (newestFirst.hasNext()) {
      SlotChanges changes = newestFirst.next();
      if (changes.slot() <= slot) {
        return found;
      }
      Account before = changes.before().get(address);
      found = before == null ? found : before;
    }
    return found;
  }
}

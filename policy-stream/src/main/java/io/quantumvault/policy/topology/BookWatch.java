package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.BotBookCodec;
import io.quantumvault.policy.book.CorruptState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at every book in turn, a few at a time: for reservations that live too long, and after a
 * start for exits that were being pursued.
 */
final class BookWatch {
  private final Sweep sweep;
  private final List<StoreKeys.BotKey> found = new ArrayList<>();
  private long counting;
  private long counted;

  BookWatch(Sweep sweep) {
    this.sweep = sweep;
  }

  /** Looks at some more books. */
  void look(Instant reservationsFrom) {
    found.clear();
    boolean ended =
        sweep.step((key, value) -> {
          try {
            var book = BotBookCodec.decode(value);
            counting += book.reservationsOlderThan(reservationsFrom);
            if (!book.pursuits().isEmpty() || standing(book)) {
              found.add(StoreKeys.BotKey.of(key));
            }
          } catch (CorruptState | IllegalArgumentException e) {
            // Said when its wallet is touched.
          }
        });
    if (ended) {
      counted = counting;
      counting = 0;
    }
  }

  /** A position: under a FLATTEN stop it has to go. */
  private static boolean standing(BotBook book) {
    var account = book.account();
    return account != null
        && (!account.openOrders().isEmpty()
            || account.positions().values().stream().anyMatch(base -> base.signum() != 0));
  }

  /** Bots among those last looked at that may have something due. */
  List<StoreKeys.BotKey> found() {
    return found;
  }

  /** Of all books, as of the last whole round. */
  long oldReservations() {
    return counted;
  }
}

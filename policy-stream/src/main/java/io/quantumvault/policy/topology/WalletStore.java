package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.BotBookCodec;
import io.quantumvault.policy.book.WalletEntry;
import io.quantumvault.policy.book.WalletEntryCodec;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The one keyed store: per wallet an entry and the snapshot as it came, per bot a book. Keys begin
 * with what they hold, so that a scan finds all books.
 */
final class WalletStore {
  static final String NAME = "wallet-books";

  private static final String ENTRY = "e/";
  private static final String SNAPSHOT = "s/";
  private static final String BOOK = "b/";

  /** The first key behind all books. */
  private static final String BEHIND_BOOKS = "b0";

  private final KeyValueStore<String, byte[]> store;

  WalletStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  WalletEntry entry(String wallet) {
    byte[] bytes = get(ENTRY + wallet);
    return bytes == null ? WalletEntry.EMPTY : WalletEntryCodec.decode(bytes);
  }

  void put(String wallet, WalletEntry entry) {
    store.put(ENTRY + wallet, WalletEntryCodec.encode(entry));
  }

  byte @Nullable [] snapshot(String wallet) {
    return get(SNAPSHOT + wallet);
  }

  void putSnapshot(String wallet, byte[] value) {
    store.put(SNAPSHOT + wallet, value);
  }

  BotBook book(String wallet, UUID botId) {
    byte[] bytes = get(bookKey(wallet, botId));
    return bytes == null ? new BotBook() : BotBookCodec.decode(bytes);
  }

  void put(String wallet, UUID botId, BotBook book) {
    store.put(bookKey(wallet, botId), BotBookCodec.encode(book));
  }

  /** Sums over all books this task holds. */
  long sum(java.util.function.ToLongFunction<BotBook> count) {
    long sum = 0;
    try (var books = store.range(BOOK, BEHIND_BOOKS)) {
      while (books.hasNext()) {
        sum += count.applyAsLong(BotBookCodec.decode(books.next().value));
      }
    }
    return sum;
  }

  private static String bookKey(String wallet, UUID botId) {
    return BOOK + wallet + "/" + botId;
  }

  @SuppressWarnings("NullAway") // Kafka's contract: null where there is none.
  private byte @Nullable [] get(String key) {
    return store.get(key);
  }
}

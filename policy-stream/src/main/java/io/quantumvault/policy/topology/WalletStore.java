package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.BotBookCodec;
import io.quantumvault.policy.book.Remembered;
import io.quantumvault.policy.book.RememberedCodec;
import io.quantumvault.policy.book.WalletEntry;
import io.quantumvault.policy.book.WalletEntryCodec;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The one keyed store: per wallet an entry and the snapshot as it came, per bot its book and the
 * ids it remembers, each an entry of its own. What was decoded is kept and written through; it must
 * not outlive the task that read it, whose transaction may be aborted. Keys begin with what they
 * hold.
 */
final class WalletStore {
  static final String NAME = "wallet-books";

  private static final int KEPT = 20_000;

  private final KeyValueStore<String, byte[]> store;
  private final Kept<WalletEntry> entries = new Kept<>(KEPT);
  private final Kept<BotBook> books = new Kept<>(KEPT);

  WalletStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  WalletEntry entry(String wallet) {
    return entries.get(
        StoreKeys.entry(wallet),
        key -> {
          byte[] bytes = get(key);
          return bytes == null ? WalletEntry.EMPTY : WalletEntryCodec.decode(bytes);
        });
  }

  void put(String wallet, WalletEntry entry) {
    var key = StoreKeys.entry(wallet);
    store.put(key, WalletEntryCodec.encode(entry));
    entries.put(key, entry);
  }

  byte @Nullable [] snapshot(String wallet) {
    return get(StoreKeys.snapshot(wallet));
  }

  void putSnapshot(String wallet, byte[] value) {
    store.put(StoreKeys.snapshot(wallet), value);
  }

  BotBook book(String wallet, UUID botId) {
    return books.get(
        StoreKeys.book(wallet, botId),
        key -> {
          byte[] bytes = get(key);
          return bytes == null ? new BotBook() : BotBookCodec.decode(bytes);
        });
  }

  void put(String wallet, UUID botId, BotBook book) {
    var key = StoreKeys.book(wallet, botId);
    store.put(key, BotBookCodec.encode(book));
    books.put(key, book);
  }

  boolean remembers(String wallet, UUID botId, Remembered.Kind kind, UUID id) {
    return get(StoreKeys.remembered(wallet, botId, kind, id)) != null;
  }

  void remember(String wallet, UUID botId, Remembered id) {
    store.put(StoreKeys.remembered(wallet, botId, id.kind(), id.id()), RememberedCodec.encode(id));
  }

  private byte @Nullable [] get(String key) {
    return Kept.stored(store, key);
  }
}

package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.book.Remembered;
import io.quantumvault.policy.book.RememberedCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Walks through all entries that begin with a letter, a few at a time, and begins anew at the end:
 * no pass over the whole store ever holds up an alert.
 */
final class Sweep {
  private final KeyValueStore<String, byte[]> store;
  private final String letter;
  private final int atOnce;
  private String next;

  Sweep(KeyValueStore<String, byte[]> store, String letter, int atOnce) {
    this.store = store;
    this.letter = letter;
    this.atOnce = atOnce;
    this.next = letter;
  }

  /** Goes on from where it stopped; true when it reached the end. */
  boolean step(BiConsumer<String, byte[]> each) {
    List<KeyValue<String, byte[]>> some = new ArrayList<>(atOnce);
    try (var entries = store.range(next, StoreKeys.behind(letter))) {
      while (entries.hasNext() && some.size() < atOnce) {
        some.add(entries.next());
      }
    }
    some.forEach(one -> each.accept(one.key, one.value));
    boolean ended = some.size() < atOnce;
    next = ended ? letter : some.getLast().key + "\0";
    return ended;
  }

  /** Forgets what is out of time, and says so; and of what cannot be read. */
  boolean forget(Instant now, BiConsumer<StoreKeys.BotKey, Remembered> forgot, Runnable spoilt) {
    return step((key, value) -> {
      try {
        var known = StoreKeys.IdKey.of(key);
        var id = RememberedCodec.decode(known.kind(), known.id(), value);
        if (id.until().isBefore(now)) {
          forgot.accept(known.bot(), id);
          store.delete(key);
        }
      } catch (CorruptState | IllegalArgumentException e) {
        spoilt.run(); // it stays, and so refuses what it was made of
      }
    });
  }
}

package io.quantumvault.policy.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** So many values as were used last; one thread uses one. */
final class Kept<V> {
  private final Map<String, V> values;

  Kept(int most) {
    this.values =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
          }
        };
  }

  V get(String key, Function<String, V> read) {
    var known = values.get(key);
    if (known == null) {
      known = read.apply(key);
      values.put(key, known);
    }
    return known;
  }

  /** The value, if it is kept. */
  @Nullable V find(String key) {
    return values.get(key);
  }

  void put(String key, V value) {
    values.put(key, value);
  }

  @SuppressWarnings("NullAway") // Kafka's contract: null where there is none.
  static byte @Nullable [] stored(KeyValueStore<String, byte[]> store, String key) {
    return store.get(key);
  }
}

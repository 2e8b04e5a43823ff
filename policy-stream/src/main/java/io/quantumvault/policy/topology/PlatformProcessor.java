package io.quantumvault.policy.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.policy.inbound.PlatformReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the global freeze on every instance. A version that is not higher is dropped; a record that
 * cannot be read freezes everything until a newer one can. Stored: version i64, frozen u8.
 */
final class PlatformProcessor implements Processor<byte[], byte[], Void, Void> {
  static final String STORE = "platform-freeze";
  static final String KEY = "global";

  private final StageMetrics metrics;
  private @Nullable KeyValueStore<String, byte[]> store;

  PlatformProcessor(StageMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (store == null) {
      return;
    }
    long held = version(store.get(KEY));
    try {
      if (record.key() == null || !KEY.equals(new String(record.key(), UTF_8))) {
        throw new UnreadableRecord("not the global state");
      }
      var state = PlatformReader.read(record.value());
      if (state.getStateVersion() <= held) {
        metrics.dropped("old-platform-state");
        return;
      }
      store.put(KEY, entry(state.getStateVersion(), state.getFrozen()));
    } catch (UnreadableRecord e) {
      metrics.alarm("unreadable-platform-state");
      store.put(KEY, entry(held, true));
    }
  }

  private static byte[] entry(long version, boolean frozen) {
    return ByteBuffer.allocate(9).putLong(version).put((byte) (frozen ? 1 : 0)).array();
  }

  private static long version(byte @Nullable [] entry) {
    return entry == null ? -1 : ByteBuffer.wrap(entry).getLong();
  }

  /** What an entry of the store says; no entry means nobody ever froze anything. */
  static boolean frozen(byte @Nullable [] entry) {
    return entry != null && entry[8] != 0;
  }
}

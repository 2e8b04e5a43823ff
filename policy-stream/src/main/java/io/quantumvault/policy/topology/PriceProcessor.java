package io.quantumvault.policy.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.policy.inbound.PriceReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest price of each market on every instance. A lower chain slot never overwrites; of
 * one slot the price that came first stays, and only its doubt follows the later record. A price
 * that cannot be read leaves the market without one, so that nothing trades on an old one.
 */
final class PriceProcessor implements Processor<byte[], byte[], Void, Void> {
  static final String STORE = "oracle-prices";

  private final StageMetrics metrics;
  private @Nullable KeyValueStore<String, byte[]> store;

  PriceProcessor(StageMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (store == null || record.key() == null) {
      metrics.alarm("price-without-market");
      return;
    }
    var market = new String(record.key(), UTF_8);
    try {
      var later = PriceReader.read(market, record.value());
      byte[] stored = store.get(market);
      if (stored == null) {
        store.put(market, record.value());
        return;
      }
      var held = PriceReader.read(market, stored);
      if (later.slot() > held.slot()) {
        store.put(market, record.value());
      } else if (later.slot() == held.slot() && later.doubtful() != held.doubtful()) {
        store.put(market, PriceReader.judged(stored, later.doubtful()));
      } else {
        metrics.dropped("old-price");
      }
    } catch (UnreadableRecord e) {
      metrics.alarm("unreadable-price");
      store.delete(market);
    }
  }
}

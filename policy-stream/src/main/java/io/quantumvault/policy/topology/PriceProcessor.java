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
 * Keeps the newest price of each market on every instance. A lower chain slot never overwrites; a
 * price that cannot be read leaves the market without one, so that nothing trades on an old one.
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
      var quote = PriceReader.read(market, record.value());
      byte[] held = store.get(market);
      if (held != null && PriceReader.read(market, held).slot() > quote.slot()) {
        metrics.dropped("old-price");
        return;
      }
      store.put(market, record.value());
    } catch (UnreadableRecord e) {
      metrics.alarm("unreadable-price");
      store.delete(market);
    }
  }
}

package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.decision.Quote;
import io.quantumvault.policy.inbound.PriceReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Prices and the global freeze, as the global stores of this instance hold them. */
record GlobalReadings(
    ReadOnlyKeyValueStore<String, byte[]> prices, ReadOnlyKeyValueStore<String, byte[]> platform) {

  boolean frozen() {
    return PlatformProcessor.frozen(platform.get(PlatformProcessor.KEY));
  }

  /** The prices there are of the markets. */
  Map<String, Quote> quotes(Set<String> markets) {
    var quotes = new HashMap<String, Quote>();
    for (var market : markets) {
      byte[] value = prices.get(market);
      if (value != null) {
        try {
          quotes.put(market, PriceReader.read(market, value));
        } catch (UnreadableRecord e) {
          throw new CorruptState("only readable prices are stored", e);
        }
      }
    }
    return quotes;
  }
}

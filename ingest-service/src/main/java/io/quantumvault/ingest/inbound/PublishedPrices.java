package io.quantumvault.ingest.inbound;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.PriceHistory;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.MarketPrice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the price topic from its beginning to its present end, by the rule of its records. */
public final class PublishedPrices implements PriceHistory {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedPrices.class);
  private static final String TOPIC = Topics.PRICES.name();
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CALL = Duration.ofSeconds(2);

  private final Supplier<Consumer<String, byte[]>> consumers;

  /** Reads with consumers that have no group. */
  public PublishedPrices(Supplier<Consumer<String, byte[]>> consumers) {
    this.consumers = consumers;
  }

  @Override
  public Map<String, ObservedPrice> newest() {
    Map<String, ObservedPrice> newest = new HashMap<>();
    try (Consumer<String, byte[]> consumer = consumers.get()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC, CALL).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey(), CALL) < end.getValue())) {
        consumer.poll(POLL).forEach(record -> add(newest, record));
      }
    }
    return newest;
  }

  private static void add(
      Map<String, ObservedPrice> newest, ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      newest.remove(record.key());
      return;
    }
    try {
      ObservedPrice price = price(MarketPrice.parseFrom(record.value()));
      newest.merge(record.key(), price, ObservedPrice::followedBy);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // Whoever decides by prices has none of this market then, until the next one.
      newest.remove(record.key());
      LOG.atError()
          .setMessage("a published price cannot be read")
          .addKeyValue("offset", record.offset())
          .log();
    }
  }

  private static ObservedPrice price(MarketPrice message) {
    return new ObservedPrice(
        message.getMarket(),
        message.getOracle(),
        new BigDecimal(message.getPrice()),
        new BigDecimal(message.getConfidence()),
        message.getSlot(),
        Instant.ofEpochMilli(message.getPublishedAtMs()),
        message.getReadSlot(),
        Instant.ofEpochMilli(message.getObservedAtMs()),
        message.getEndpointsAgreed(),
        message.getEndpointsAsked(),
        message.getDoubtful(),
        new BigDecimal(message.getStepBase()),
        new BigDecimal(message.getMinimumBase()));
  }
}

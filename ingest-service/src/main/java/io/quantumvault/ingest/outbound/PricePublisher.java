package io.quantumvault.ingest.outbound;

import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.PriceSink;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.MarketPrice;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Writes oracle prices to {@link Topics#PRICES}, keyed by market. */
public final class PricePublisher implements PriceSink {
  private final RecordSender sender;

  /** A publisher that sends through this. */
  public PricePublisher(RecordSender sender) {
    this.sender = sender;
  }

  @Override
  public CompletableFuture<?> take(ObservedPrice price) {
    UUID eventId = Ids.newId();
    MarketPrice message =
        MarketPrice.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId(eventId.toString())
                    .setOccurredAtMs(price.observedAt().toEpochMilli()))
            .setMarket(price.market())
            .setPrice(price.price().toPlainString())
            .setSlot(price.slot())
            .setObservedAtMs(price.observedAt().toEpochMilli())
            .setOracle(price.oracle())
            .setConfidence(price.confidence().toPlainString())
            .setPublishedAtMs(price.publishedAt().toEpochMilli())
            .setReadSlot(price.readSlot())
            .setEndpointsAgreed(price.agreed())
            .setEndpointsAsked(price.asked())
            .setDoubtful(price.doubtful())
            .setStepBase(price.step().toPlainString())
            .setMinimumBase(price.minimum().toPlainString())
            .build();
    return sender.send(Topics.PRICES, price.market(), message, eventId);
  }
}

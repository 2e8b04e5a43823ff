package io.quantumvault.ingest.price;

import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.math.BigDecimal;
import java.time.Instant;

/** Readings as tests want them. */
final class Readings {
  static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  static final MarketTerms TERMS = new MarketTerms(new BigDecimal("0.01"), new BigDecimal("0.02"));
  static final MarketOracle SOL =
      new MarketOracle(
          "SOL-PERP", DriftAddresses.V2.pythLazerOracle(6), DriftAddresses.V2.perpMarket(0), 0);

  private Readings() {}

  static PriceReading at(int endpoint, String price, long posted, long read) {
    return new PriceReading(
        endpoint, new BigDecimal(price), new BigDecimal("0.05"), START, posted, read, TERMS);
  }

  static PriceReading with(PriceReading of, Instant publishedAt, String confidence) {
    return new PriceReading(
        of.endpoint(),
        of.price(),
        new BigDecimal(confidence),
        publishedAt,
        of.postedSlot(),
        of.readSlot(),
        of.terms());
  }

  static PriceReading with(PriceReading of, MarketTerms terms) {
    return new PriceReading(
        of.endpoint(),
        of.price(),
        of.confidence(),
        of.publishedAt(),
        of.postedSlot(),
        of.readSlot(),
        terms);
  }
}

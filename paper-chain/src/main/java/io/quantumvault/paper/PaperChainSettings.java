package io.quantumvault.paper;

import io.quantumvault.paper.inbound.Confirmations;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.VenueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a paper chain runs.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 * @param dataDir where the journal is kept; null keeps nothing
 * @param slotDuration time between blocks
 * @param blocksByHand no clock: blocks come only by {@link PaperChain#produceBlock}
 * @param venue prices, fees and fills
 * @param firstPrices prices at genesis by market, in 1e-6 USDC; a journal that is there already
 *     knows better
 * @param confirmations when a transaction counts as confirmed and as finalized
 */
public record PaperChainSettings(
    String host,
    int port,
    @Nullable Path dataDir,
    Duration slotDuration,
    boolean blocksByHand,
    VenueSettings venue,
    Map<String, Long> firstPrices,
    Confirmations confirmations) {

  public static final Duration SLOT = Duration.ofMillis(400);

  private static final Map<String, Long> FIRST_PRICES =
      Map.of("SOL-PERP", 150_000_000L, "BTC-PERP", 66_000_000_000L, "ETH-PERP", 3_200_000_000L);

  public PaperChainSettings {
    firstPrices = Map.copyOf(firstPrices);
    if (slotDuration.toMillis() < 1) {
      throw new IllegalArgumentException("a slot takes at least a millisecond");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("no such port");
    }
    for (Market market : Market.ALL) {
      Long price = firstPrices.get(market.name());
      if (price == null || price <= 0) {
        throw new IllegalArgumentException("no first price for " + market.name());
      }
    }
  }

  /** Loopback, any port, nothing kept, 400 ms slots, moving prices. */
  public static PaperChainSettings defaults() {
    return new PaperChainSettings(
        "127.0.0.1",
        0,
        null,
        SLOT,
        false,
        VenueSettings.DEFAULT,
        FIRST_PRICES,
        Confirmations.DEFAULT);
  }

  public PaperChainSettings withPort(int changed) {
    return new PaperChainSettings(
        host, changed, dataDir, slotDuration, blocksByHand, venue, firstPrices, confirmations);
  }

  public PaperChainSettings withHost(String changed) {
    return new PaperChainSettings(
        changed, port, dataDir, slotDuration, blocksByHand, venue, firstPrices, confirmations);
  }

  public PaperChainSettings withDataDir(@Nullable Path changed) {
    return new PaperChainSettings(
        host, port, changed, slotDuration, blocksByHand, venue, firstPrices, confirmations);
  }

  public PaperChainSettings withSlotDuration(Duration changed) {
    return new PaperChainSettings(
        host, port, dataDir, changed, blocksByHand, venue, firstPrices, confirmations);
  }

  public PaperChainSettings withBlocksByHand() {
    return new PaperChainSettings(
        host, port, dataDir, slotDuration, true, venue, firstPrices, confirmations);
  }

  public PaperChainSettings withVenue(VenueSettings changed) {
    return new PaperChainSettings(
        host, port, dataDir, slotDuration, blocksByHand, changed, firstPrices, confirmations);
  }
}

package io.quantumvault.paper;

import io.quantumvault.paper.control.FaultSpec;
import io.quantumvault.paper.control.LandingSpec;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.venue.Market;
import io.quantumvault.paper.venue.VenueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a paper chain runs.
 *
 * @param host address to listen on
 * @param dataDir where the journal is kept; null keeps nothing
 * @param slotDuration time between slots
 * @param blocksByHand no clock: blocks come only by {@link PaperChain#produceBlock}
 * @param venue prices, fees and fills
 * @param firstPrices prices at genesis by market, in 1e-6 USDC; a journal that is there already
 *     knows better
 * @param skippedPpm how many of a million slots pass without a block
 * @param nodes the nodes that serve the chain, at least one
 * @param faults the faults that they have from the start
 * @param landing rules that hold transactions back from the start
 */
public record PaperChainSettings(
    String host,
    @Nullable Path dataDir,
    Duration slotDuration,
    boolean blocksByHand,
    VenueSettings venue,
    Map<String, Long> firstPrices,
    int skippedPpm,
    List<NodeSettings> nodes,
    List<FaultSpec.AtNode> faults,
    List<LandingSpec.Armed> landing) {

  public static final Duration SLOT = Duration.ofMillis(200);

  private static final int MAX_SKIPPED_PPM = 900_000;
  private static final Map<String, Long> FIRST_PRICES =
      Map.of("SOL-PERP", 150_000_000L, "BTC-PERP", 66_000_000_000L, "ETH-PERP", 3_200_000_000L);

  public PaperChainSettings {
    firstPrices = Map.copyOf(firstPrices);
    nodes = List.copyOf(nodes);
    faults = List.copyOf(faults);
    landing = List.copyOf(landing);
    require(slotDuration.toMillis() >= 1, "a slot takes at least a millisecond");
    require(skippedPpm >= 0 && skippedPpm <= MAX_SKIPPED_PPM, "skipped-ppm must be 0 to 900000");
    require(!nodes.isEmpty(), "a chain needs a node");
    for (NodeSettings node : nodes) {
      for (int other : node.answeredBy()) {
        require(other >= 0 && other < nodes.size(), "answered-by: no node " + other);
      }
    }
    for (FaultSpec.AtNode fault : faults) {
      require(fault.node() >= 0 && fault.node() < nodes.size(), "faults: no node " + fault.node());
    }
    for (Market market : Market.ALL) {
      Long price = firstPrices.get(market.name());
      require(price != null && price > 0, "no first price for " + market.name());
    }
  }

  private static void require(boolean sound, String message) {
    if (!sound) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Loopback, one sound node at any port, nothing kept, 200 ms slots, moving prices. */
  public static PaperChainSettings defaults() {
    return new PaperChainSettings(
        "127.0.0.1",
        null,
        SLOT,
        false,
        VenueSettings.DEFAULT,
        FIRST_PRICES,
        0,
        List.of(NodeSettings.STANDARD),
        List.of(),
        List.of());
  }

  /** The first node's port. */
  public PaperChainSettings withPort(int changed) {
    List<NodeSettings> all = new ArrayList<>(nodes);
    all.set(0, nodes.getFirst().withPort(changed));
    return withNodes(all);
  }

  public PaperChainSettings withNodes(List<NodeSettings> changed) {
    return new PaperChainSettings(
        host,
        dataDir,
        slotDuration,
        blocksByHand,
        venue,
        firstPrices,
        skippedPpm,
        changed,
        faults,
        landing);
  }

  public PaperChainSettings withFaults(
      List<FaultSpec.AtNode> changed, List<LandingSpec.Armed> landingRules) {
    return new PaperChainSettings(
        host,
        dataDir,
        slotDuration,
        blocksByHand,
        venue,
        firstPrices,
        skippedPpm,
        nodes,
        changed,
        landingRules);
  }

  public PaperChainSettings withSkippedPpm(int changed) {
    return new PaperChainSettings(
        host,
        dataDir,
        slotDuration,
        blocksByHand,
        venue,
        firstPrices,
        changed,
        nodes,
        faults,
        landing);
  }

  public PaperChainSettings withHost(String changed) {
    return new PaperChainSettings(
        changed,
        dataDir,
        slotDuration,
        blocksByHand,
        venue,
        firstPrices,
        skippedPpm,
        nodes,
        faults,
        landing);
  }

  public PaperChainSettings withDataDir(@Nullable Path changed) {
    return new PaperChainSettings(
        host,
        changed,
        slotDuration,
        blocksByHand,
        venue,
        firstPrices,
        skippedPpm,
        nodes,
        faults,
        landing);
  }

  public PaperChainSettings withSlotDuration(Duration changed) {
    return new PaperChainSettings(
        host,
        dataDir,
        changed,
        blocksByHand,
        venue,
        firstPrices,
        skippedPpm,
        nodes,
        faults,
        landing);
  }

  public PaperChainSettings withBlocksByHand() {
    return new PaperChainSettings(
        host, dataDir, slotDuration, true, venue, firstPrices, skippedPpm, nodes, faults, landing);
  }

  public PaperChainSettings withVenue(VenueSettings changed) {
    return new PaperChainSettings(
        host,
        dataDir,
        slotDuration,
        blocksByHand,
        changed,
        firstPrices,
        skippedPpm,
        nodes,
        faults,
        landing);
  }
}

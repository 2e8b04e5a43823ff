package io.quantumvault.paper;

import io.quantumvault.paper.control.FaultSpec;
import io.quantumvault.paper.control.LandingSpec;
import io.quantumvault.paper.control.NodeSpec;
import io.quantumvault.paper.control.Spec;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.venue.VenueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a paper chain by itself. Every setting is a system property {@code paper-chain.<name>} or an
 * argument {@code --<name>=<value>}; arguments win.
 */
public final class PaperChainApplication {
  private PaperChainApplication() {}

  public static void main(String[] args) throws InterruptedException {
    PaperChain chain = PaperChain.start(settings(args));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              chain.close();
              ended.countDown();
            }));
    for (int node = 0; node < chain.control().nodes(); node++) {
      System.getLogger(PaperChainApplication.class.getName())
          .log(
              System.Logger.Level.INFO,
              "Paper chain node {0,number,#} is listening on port {1,number,#}",
              node,
              chain.port(node));
      chain
          .webSocketPort(node)
          .ifPresent(port ->
              System.getLogger(PaperChainApplication.class.getName())
                  .log(System.Logger.Level.INFO, "Subscriptions on port {0,number,#}", port));
    }
    ended.await();
  }

  static PaperChainSettings settings(String[] args) {
    Arguments given = Arguments.of(args);
    String dataDir = given.text("data-dir", "");
    return PaperChainSettings.defaults()
        .withHost(given.text("host", "127.0.0.1"))
        .withNodes(nodes(given))
        .withSlotDuration(
            Duration.ofMillis(
                given.number("slot-millis", (int) PaperChainSettings.SLOT.toMillis())))
        .withSkippedPpm(given.number("skipped-ppm", 0))
        .withDataDir(dataDir.isEmpty() ? null : Path.of(dataDir))
        .withVenue(venue(given))
        .withFaults(
            Spec.list("faults", given.text("faults", "")).stream().map(FaultSpec::read).toList(),
            Spec.list("landing", given.text("landing", "")).stream()
                .map(LandingSpec::read)
                .toList());
  }

  /** One at the given port, as {@code alpenglow} says, or those that {@code nodes} describes. */
  private static List<NodeSettings> nodes(Arguments given) {
    NodeSettings standard =
        NodeSpec.read(
            Spec.parse("alpenglow", "alpenglow=" + given.text("alpenglow", "on")),
            NodeSettings.STANDARD);
    NodeSettings first =
        NodeSpec.read(
            Spec.parse(
                "ws-port", given.has("ws-port") ? "ws-port=" + given.text("ws-port", "") : ""),
            standard.withPort(given.number("port", 8899)));
    return NodeSpec.list(given.text("nodes", ""), first, standard);
  }

  private static VenueSettings venue(Arguments given) {
    VenueSettings standard = VenueSettings.DEFAULT;
    return new VenueSettings(
        given.number("taker-fee-ppm", standard.takerFeePpm()),
        given.number("spread-ppm", standard.spreadPpm()),
        given.number("fill-latency-slots", standard.fillLatencySlots()),
        Boolean.parseBoolean(given.text("prices-move", "true")),
        given.number("walk-seed", 1),
        given.number("walk-step-ppm", standard.walkStepPpm()));
  }
}

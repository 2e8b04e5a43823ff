package io.quantumvault.paper;

import io.quantumvault.paper.venue.VenueSettings;
import java.nio.file.Path;
import java.time.Duration;
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
    System.getLogger(PaperChainApplication.class.getName())
        .log(
            System.Logger.Level.INFO,
            "Paper chain is listening on port {0,number,#}",
            chain.port());
    ended.await();
  }

  static PaperChainSettings settings(String[] args) {
    Arguments given = Arguments.of(args);
    VenueSettings standard = VenueSettings.DEFAULT;
    VenueSettings venue =
        new VenueSettings(
            given.number("taker-fee-ppm", standard.takerFeePpm()),
            given.number("spread-ppm", standard.spreadPpm()),
            given.number("fill-latency-slots", standard.fillLatencySlots()),
            Boolean.parseBoolean(given.text("prices-move", "true")),
            given.number("walk-seed", 1),
            given.number("walk-step-ppm", standard.walkStepPpm()));
    String dataDir = given.text("data-dir", "");
    return PaperChainSettings.defaults()
        .withHost(given.text("host", "127.0.0.1"))
        .withPort(given.number("port", 8899))
        .withSlotDuration(
            Duration.ofMillis(
                given.number("slot-millis", (int) PaperChainSettings.SLOT.toMillis())))
        .withDataDir(dataDir.isEmpty() ? null : Path.of(dataDir))
        .withVenue(venue);
  }
}

package io.quantumvault.ingest.inbound;

import static io.quantumvault.ingest.ChainNode.BTC;
import static io.quantumvault.ingest.ChainNode.SOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.ChainNode;
import io.quantumvault.ingest.ChainNode.Manner;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.PriceHistory;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds against nodes that do what nodes do; nothing here waits for a clock. */
class PricePollerTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final long PRICE = 15_120_000_000L;
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<ChainNode> nodes = new ArrayList<>();
  private final List<ObservedPrice> published = new ArrayList<>();
  private final Map<String, ObservedPrice> before = new HashMap<>();
  private CompletableFuture<?> taken = CompletableFuture.completedFuture(null);
  private PriceHistory history = () -> before;
  private Instant now = START;
  private long slot = 1_000;

  @AfterEach
  void stop() {
    nodes.forEach(ChainNode::close);
  }

  @Test
  void publishesWhatTheChainHolds() throws Exception {
    ChainNode node = node();
    node.holds(SOL, PRICE, 990, now.minusMillis(700));
    node.holds(BTC, 1, 991, now);

    poller(PATIENT, List.of(SOL, BTC)).pollOnce();

    assertThat(published).extracting(ObservedPrice::market).containsExactly("SOL-PERP", "BTC-PERP");
    ObservedPrice sol = published.getFirst();
    assertThat(sol.price()).isEqualByComparingTo("151.2");
    assertThat(sol.confidence()).isEqualByComparingTo("0.00000005");
    assertThat(sol.slot()).isEqualTo(990);
    assertThat(sol.readSlot()).isEqualTo(1_000);
    assertThat(sol.publishedAt()).isEqualTo(now.minusMillis(700));
    assertThat(sol.observedAt()).isEqualTo(now);
    assertThat(sol.oracle()).isEqualTo("3m6i4RFWEDw2Ft4tFHPJtYgmpPe21k56M3FHeWYrgGBz");
    assertThat(sol.step()).isEqualByComparingTo("0.01");
    assertThat(sol.minimum()).isEqualByComparingTo("0.02");
    assertThat(List.of(sol.agreed(), sol.asked())).containsExactly(1, 1);
    assertThat(sol.doubtful()).isFalse();
    assertThat(node.asked).hasSize(1);
  }

  @Test
  void anUnchangedOrLowerSlotIsNotPublished() throws Exception {
    ChainNode node = node();
    PricePoller poller = poller();
    for (long posted : new long[] {970, 970, 969, 971}) {
      node.holds(SOL, PRICE, posted, now);
      poller.pollOnce();
    }

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(970L, 971L);
  }

  @Test
  void aPriceThatWasNotTakenIsSentAgain() throws Exception {
    node().holds(SOL, PRICE, 970, now);
    PricePoller poller = poller();
    taken = CompletableFuture.failedFuture(new IOException("no broker"));
    poller.pollOnce();
    taken = CompletableFuture.completedFuture(null);
    poller.pollOnce();
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(970L, 970L);
  }

  @Test
  void accountsThatAreNotTheMarketsAreNotBelieved() throws Exception {
    ChainNode node = node();
    node.holds(SOL, PRICE, 970, now);
    PricePoller poller = poller(PATIENT, List.of(SOL));
    byte[] oracle = ChainNode.oracle(PRICE, 970, now, 5);
    byte[] account = ChainNode.account(SOL, 1, 1);

    node.lacks(SOL.oracle());
    poller.pollOnce();
    node.put(SOL.oracle(), SOL.oracle(), oracle);
    poller.pollOnce();
    node.put(SOL.oracle(), DriftAddresses.PROGRAM, ChainNode.oracle(PRICE, slot + 1, now, 5));
    poller.pollOnce();
    node.put(SOL.oracle(), DriftAddresses.PROGRAM, oracle);
    node.lacks(SOL.account());
    poller.pollOnce();
    node.put(SOL.account(), SOL.oracle(), account);
    poller.pollOnce();
    node.put(SOL.account(), DriftAddresses.PROGRAM, ChainNode.account(BTC, 1, 1));
    poller.pollOnce();

    assertThat(published).isEmpty();
    assertThat(meters.counter("quantumvault.ingest.oracles.refused", "market", "SOL-PERP").count())
        .isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(value = Manner.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
  void oneOfThreeThatGivesNoAnswerRestsAndCastsNoDoubt(Manner manner) throws Exception {
    three(PRICE, 990);
    nodes.getLast().manner = manner;
    PricePoller poller =
        poller(manner == Manner.NEVER ? Duration.ofSeconds(1) : PATIENT, List.of(SOL));
    poller.pollOnce();
    int asked = nodes.getLast().asked.size();
    three(PRICE, 991);
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(990L, 991L);
    assertThat(published).noneMatch(ObservedPrice::doubtful);
    assertThat(published.getLast().agreed()).isEqualTo(2);
    assertThat(published.getLast().asked()).isEqualTo(3);
    assertThat(nodes.getLast().asked).as("it rests").hasSize(asked);
    assertThat(meters.counter("quantumvault.ingest.rpc.failures").count()).isPositive();
  }

  @Test
  void whatOnlyOneOfThreeGivesIsNotPublished() throws Exception {
    three(PRICE, 990);
    nodes.get(0).manner = Manner.HTTP_ERROR;
    nodes.get(1).manner = Manner.GARBAGE;
    poller().pollOnce();

    assertThat(published).isEmpty();
  }

  @Test
  void oneOfTwoSufficesWhileTheOtherIsSilent() throws Exception {
    node().holds(SOL, PRICE, 990, now);
    node().manner = Manner.HTTP_ERROR;
    poller().pollOnce();

    assertThat(published).hasSize(1);
    assertThat(published.getFirst().doubtful()).isFalse();
    assertThat(published.getFirst().agreed()).isEqualTo(1);
    assertThat(published.getFirst().asked()).isEqualTo(2);
  }

  @Test
  void ofTwoThatDifferNeitherIsPublishedAndDoubtIsCastOnThePriceThereIs() throws Exception {
    node().holds(SOL, PRICE, 990, now);
    node().holds(SOL, PRICE, 990, now);
    PricePoller poller = poller();
    poller.pollOnce();
    nodes.getLast().holds(SOL, PRICE * 102 / 100, 992, now);
    poller.pollOnce();
    poller.pollOnce();
    nodes.forEach(node -> node.holds(SOL, PRICE, 990, now));
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(990L, 990L, 990L);
    assertThat(published).extracting(ObservedPrice::doubtful).containsExactly(false, true, false);
    assertThat(published)
        .extracting(ObservedPrice::price)
        .containsOnly(published.getFirst().price());
    assertThat(
            meters
                .counter(
                    "quantumvault.ingest.prices.doubtful",
                    "market",
                    "SOL-PERP",
                    "why",
                    "endpoints_differ")
                .count())
        .isEqualTo(1);
  }

  @Test
  void oneThatLiesAboutPriceOrTermsCastsDoubtThoughTwoAgree() throws Exception {
    three(PRICE, 990);
    PricePoller poller = poller();
    poller.pollOnce();
    three(PRICE, 991);
    nodes.getFirst().holds(SOL, PRICE * 98 / 100, 991, now);
    poller.pollOnce();
    three(PRICE, 992);
    poller.pollOnce();
    three(PRICE, 993);
    nodes
        .getFirst()
        .put(SOL.account(), DriftAddresses.PROGRAM, ChainNode.account(SOL, 1_000_000_000, 1));
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(990L, 990L, 992L, 992L);
    assertThat(published)
        .extracting(ObservedPrice::doubtful)
        .containsExactly(false, true, false, true);
    assertThat(published.get(1).agreed()).isEqualTo(2);
  }

  @Test
  void oneThatLagsBehindTwoIsLeftOutAndAlone() throws Exception {
    three(PRICE, 990);
    ChainNode slow = nodes.getLast();
    slow.slot = () -> slot - 40;
    slow.holds(SOL, PRICE * 102 / 100, 950, now.minusSeconds(8));
    PricePoller poller = poller();
    poller.pollOnce();
    poller.pollOnce();

    assertThat(published).hasSize(1);
    assertThat(published.getFirst().doubtful()).isFalse();
    assertThat(published.getFirst().agreed()).isEqualTo(2);
    assertThat(slow.asked).hasSize(1);

    now = now.plusSeconds(5);
    poller.pollOnce();
    assertThat(slow.asked).as("asked again after a while").hasSize(2);
  }

  @Test
  void ofTwoTheOneBehindCountsForTheOneAheadMayBeWrong() throws Exception {
    node().holds(SOL, PRICE, 900, now);
    node().holds(SOL, PRICE, 900, now);
    PricePoller poller = poller();
    poller.pollOnce();
    nodes.getLast().slot = () -> slot + 100;
    nodes.getLast().holds(SOL, PRICE * 2, 1_100, now);
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(900L, 900L);
    assertThat(published).extracting(ObservedPrice::doubtful).containsExactly(false, true);
  }

  @Test
  void anAnswerAtASlotThatCannotBeIsNone() throws Exception {
    three(PRICE, 990);
    PricePoller poller = poller();
    poller.pollOnce();
    three(PRICE, 991);
    nodes.getFirst().slot = () -> slot + 1_000_000;
    nodes.getFirst().holds(SOL, PRICE, 999_999, now);
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(990L, 991L);
    assertThat(published.getLast().agreed()).isEqualTo(2);
  }

  @Test
  void aFrozenOracleIsInDoubtWhileTheChainGoesOn() throws Exception {
    ChainNode node = node();
    Instant frozen = now;
    PricePoller poller = poller();
    for (int second = 0; second <= 11; second++) {
      node.holds(SOL, PRICE, 990, frozen);
      poller.pollOnce();
      now = now.plusSeconds(1);
      slot += 5;
    }
    node.holds(SOL, PRICE + 1, slot, now);
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::doubtful).containsExactly(false, true, false);
    assertThat(published).extracting(ObservedPrice::slot).containsExactly(990L, 990L, slot);
  }

  @Test
  void aRestartGoesOnFromWhatWasPublished() throws Exception {
    ChainNode node = node();
    node.holds(SOL, PRICE, 990, now);
    poller().pollOnce();
    before.put("SOL-PERP", published.getFirst());
    PricePoller again = poller();
    again.pollOnce();
    node.holds(SOL, PRICE, 985, now);
    again.pollOnce();
    node.holds(SOL, PRICE, 991, now.plusMillis(1));
    again.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(990L, 991L);
  }

  @Test
  void nothingIsPublishedBeforeItIsKnownWhatWas() throws Exception {
    node().holds(SOL, PRICE, 990, now);
    history =
        () -> {
          throw new IllegalStateException("no broker");
        };
    PricePoller poller = poller();
    poller.pollOnce();
    assertThat(published).isEmpty();

    history = () -> before;
    poller.pollOnce();
    assertThat(published).hasSize(1);
  }

  private void three(long price, long posted) throws IOException {
    while (nodes.size() < 3) {
      node();
    }
    nodes.forEach(node -> node.holds(SOL, price, posted, now));
  }

  private PricePoller poller() {
    return poller(PATIENT, List.of(SOL));
  }

  private PricePoller poller(Duration within, List<MarketOracle> markets) {
    List<URI> urls = nodes.stream().map(ChainNode::url).toList();
    return new PricePoller(
        new OracleClient(urls, DriftAddresses.PROGRAM, markets, within, () -> now, meters),
        markets,
        () -> history.newest(),
        price -> {
          published.add(price);
          return taken;
        },
        new PricePoller.Rules(Duration.ofMillis(400), 50, Duration.ofSeconds(10)),
        () -> now,
        meters);
  }

  private ChainNode node() throws IOException {
    ChainNode node = new ChainNode();
    node.slot = () -> slot;
    nodes.add(node);
    return node;
  }
}

package io.quantumvault.policy.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Quote;
import io.quantumvault.schemas.v1.MarketPrice;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the stage holds of a market, whatever comes in which order. */
class PriceProcessorTest extends StageTest {
  @Test
  void theNewestSlotIsKept() {
    send(price("100", 7, false));
    send(price("90", 6, false));
    assertPrice("100", 7, false);

    send(price("101", 8, true));
    assertPrice("101", 8, true);
    assertThat(meters.counter("policy.dropped", "what", "old-price").count()).isEqualTo(1);
  }

  @Test
  void ofOneSlotTheFirstPriceStays() {
    send(price("100", 7, false));
    send(price("90", 7, false));

    assertPrice("100", 7, false);
  }

  @Test
  void doubtIsRaisedAndLiftedWhileTheSlotStandsAndTouchesNothingElse() {
    send(price("100", 7, false).setConfidence("0.5").setStepBase("0.01"));
    Quote first = held();

    send(price("90", 7, true).setPublishedAtMs(now.plusSeconds(5).toEpochMilli()));
    assertThat(held().doubtful()).isTrue();
    assertThat(held().price()).isEqualTo(first.price());
    assertThat(held().publishedAt()).isEqualTo(first.publishedAt());

    send(price("90", 7, false));
    assertThat(held()).isEqualTo(first);
  }

  @Test
  void doubtAboutAnOlderSlotIsNoDoubt() {
    send(price("100", 7, false));
    send(price("100", 6, true));

    assertPrice("100", 7, false);
  }

  @Test
  void whatIsHeldIsTheFirstOfTheHighestSlotWithTheLastDoubtOfIt() {
    long seed = Long.getLong("quantumvault.seed", new Random().nextLong());
    System.out.println("PriceProcessorTest seed " + seed);
    Random random = new Random(seed);
    long highest = 0;
    String first = "";
    boolean doubt = false;
    for (int i = 0; i < 2_000; i++) {
      long slot = Math.max(1, i / 10 - 3 + random.nextInt(7));
      String amount = String.valueOf(1 + random.nextInt(1_000));
      boolean doubtful = random.nextBoolean();
      send(price(amount, slot, doubtful));
      if (slot > highest) {
        highest = slot;
        first = amount;
      }
      doubt = slot == highest ? doubtful : doubt;
      assertPrice(first, highest, doubt);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.01, '', ''", "'', -1, ''", "'', '', 0", "'', '', -0.1", "'', x, ''"})
  void whatCannotBeReadLeavesTheMarketWithoutAPrice(String noTime, String confidence, String step) {
    send(price("100", 7, false));
    var unreadable = price("100", 8, false).setConfidence(confidence).setStepBase(step);
    send(noTime.isEmpty() ? unreadable : unreadable.clearPublishedAtMs());

    assertThat(quotes()).isEmpty();
    assertThat(meters.counter("policy.alarms", "what", "unreadable-price").count()).isEqualTo(1);
    send(price("100", 5, false));
    assertPrice("100", 5, false);
  }

  private MarketPrice.Builder price(String price, long slot, boolean doubtful) {
    return world.price(price, now).setSlot(slot).setDoubtful(doubtful);
  }

  private void send(MarketPrice.Builder price) {
    price(World.SOL, price.build());
  }

  private void assertPrice(String price, long slot, boolean doubtful) {
    assertThat(held())
        .isEqualTo(new Quote(new BigDecimal(price), slot, START, START, null, doubtful, null));
  }

  private Quote held() {
    return Objects.requireNonNull(quotes().get(World.SOL));
  }

  private Map<String, Quote> quotes() {
    KeyValueStore<String, byte[]> prices = driver.getKeyValueStore(PriceProcessor.STORE);
    KeyValueStore<String, byte[]> platform = driver.getKeyValueStore(PlatformProcessor.STORE);
    return new GlobalReadings(prices, platform).quotes(Set.of(World.SOL));
  }
}

package io.quantumvault.ingest.price;

import static io.quantumvault.ingest.price.Readings.SOL;
import static io.quantumvault.ingest.price.Readings.START;
import static io.quantumvault.ingest.price.Readings.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three endpoints that err, lag and lie at random; restarts and lost acknowledgements between. */
class RandomAnswersTest {
  private static final Agreement.Allowed ALLOWED = new Agreement.Allowed(50, 15);
  private static final Duration FROZEN_AFTER = Duration.ofSeconds(10);
  private static final int ROUNDS = 400;
  private static final int HISTORIES = 250;

  @Test
  void whatIsPublishedNeverGoesBackAndOneOfThreeIsNeverBelieved() {
    long seed = Long.getLong("quantumvault.seed", new Random().nextLong());
    System.out.println("RandomAnswersTest seed " + seed);
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      new History(random).run();
    }
  }

  private static final class History {
    private final Random random;
    private final int wobbly;
    private final List<PriceReading> honest = new ArrayList<>();
    private PriceTrail trail = trail(null);
    private final Map<Long, BigDecimal> agreedOn = new HashMap<>();
    private @Nullable ObservedPrice held;
    private Instant now = START;
    private long slot = 1_000;
    private Instant published = START;
    private BigDecimal price = new BigDecimal("100");

    History(Random random) {
      this.random = random;
      this.wobbly = random.nextInt(5);
    }

    void run() {
      for (int round = 0; round < ROUNDS; round++) {
        chainGoesOn();
        List<PriceReading> said = answers();
        Agreement agreement = Agreement.of(said, 3, ALLOWED);
        Optional<PriceTrail.Next> next = trail.next(agreement, now);
        next.ifPresent(published -> check(published.price(), said));
        if (random.nextInt(40) == 0) {
          trail = trail(held);
        }
      }
    }

    private void chainGoesOn() {
      int slots = random.nextInt(9);
      slot += slots;
      now = now.plusMillis(slots * 200L + random.nextInt(900));
      if (random.nextInt(12) != 0) {
        published = now.minusMillis(random.nextInt(300));
        price =
            price
                .multiply(BigDecimal.valueOf(9_990 + random.nextInt(21)))
                .movePointLeft(4)
                .setScale(8, RoundingMode.HALF_UP);
      }
      honest.add(new PriceReading(-1, price, new BigDecimal("0.05"), published, slot, slot, TERMS));
    }

    private List<PriceReading> answers() {
      List<PriceReading> said = new ArrayList<>();
      for (int endpoint = 0; endpoint < 3; endpoint++) {
        int what = random.nextInt(100);
        if (what < 10 * wobbly) {
          if (what % 3 == 0) {
            said.add(lie(endpoint));
          } else if (what % 3 == 1) {
            said.add(truth(endpoint, random.nextInt(60)));
          }
        } else {
          said.add(truth(endpoint, random.nextInt(3)));
        }
      }
      return said;
    }

    private PriceReading truth(int endpoint, int roundsBehind) {
      PriceReading was = honest.get(Math.max(0, honest.size() - 1 - roundsBehind));
      return new PriceReading(
          endpoint,
          was.price(),
          was.confidence(),
          was.publishedAt(),
          was.postedSlot(),
          was.readSlot(),
          TERMS);
    }

    private PriceReading lie(int endpoint) {
      long read = slot - 100 + random.nextInt(200);
      return new PriceReading(
          endpoint,
          price.multiply(BigDecimal.valueOf(9_500 + random.nextInt(1_000))).movePointLeft(4),
          new BigDecimal("0.01"),
          now.minusSeconds(random.nextInt(40) - 20),
          read - random.nextInt(50),
          read,
          random.nextInt(5) == 0 ? new MarketTerms(BigDecimal.ONE, BigDecimal.ONE) : TERMS);
    }

    private void check(ObservedPrice record, List<PriceReading> said) {
      ObservedPrice before = held;
      if (!record.price().equals(agreedOn.get(record.slot()))) {
        long near = said.stream().filter(r -> isNear(r.price(), record.price())).count();
        long reached = said.stream().filter(r -> r.postedSlot() >= record.slot()).count();
        assertThat(near).as("endpoints that give it").isGreaterThanOrEqualTo(2);
        assertThat(reached).as("endpoints that reached its slot").isGreaterThanOrEqualTo(2);
        assertThat(record.agreed()).isGreaterThanOrEqualTo(2);
        agreedOn.put(record.slot(), record.price());
      }
      if (before != null) {
        assertThat(record.slot()).as("never back").isGreaterThanOrEqualTo(before.slot());
        if (record.slot() == before.slot()) {
          assertThat(record.price()).as("of one slot one price").isEqualTo(before.price());
          assertThat(record.publishedAt()).isEqualTo(before.publishedAt());
        }
      }
      // Some are lost, or their acknowledgement is.
      int fate = random.nextInt(20);
      if (fate != 0) {
        held = before == null ? record : before.followedBy(record);
        assertThat(held.doubtful()).isEqualTo(record.doubtful());
      }
      if (fate > 1) {
        trail.taken(record);
      }
    }

    private static boolean isNear(BigDecimal one, BigDecimal other) {
      return one.subtract(other)
              .abs()
              .movePointRight(4)
              .compareTo(one.min(other).multiply(BigDecimal.valueOf(50)))
          <= 0;
    }

    private static PriceTrail trail(@Nullable ObservedPrice newest) {
      return new PriceTrail(SOL, 3, FROZEN_AFTER, newest);
    }
  }
}

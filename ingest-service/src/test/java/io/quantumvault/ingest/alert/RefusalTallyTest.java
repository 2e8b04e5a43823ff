package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefusalTallyTest {
  private long now = -7;
  private int minted;
  private final RefusalTally tally = new RefusalTally(() -> now);

  @Test
  void theFirstIsToldAtOnceAndTheOthersOfItsMinuteTogether() {
    assertThat(tally.add(refusal(1, "stale", false))).isInstanceOf(RefusalTally.Told.Now.class);
    RefusedSignal second = refusal(1, "stale", false);
    assertThat(tally.add(second)).isEqualTo(new RefusalTally.Told.Later(second.signalId()));
    assertThat(tally.add(refusal(1, "stale", false)))
        .isEqualTo(new RefusalTally.Told.Later(second.signalId()));

    assertThat(tally.due()).isEmpty();
    now += Duration.ofMinutes(1).toNanos();
    assertThat(tally.due())
        .singleElement()
        .satisfies(told -> {
          assertThat(told.signalId()).isEqualTo(second.signalId());
          assertThat(told.count()).isEqualTo(2);
        });
  }

  @Test
  void afterAQuietMinuteTheNextIsToldAtOnce() {
    tally.add(refusal(1, "stale", false));
    now += Duration.ofMinutes(1).toNanos();
    assertThat(tally.add(refusal(1, "stale", false))).isInstanceOf(RefusalTally.Told.Now.class);
  }

  @Test
  void whoComesAfterTheMinuteTakesThoseAlongThatWaited() {
    tally.add(refusal(1, "stale", false));
    tally.add(refusal(1, "stale", false));
    now += Duration.ofMinutes(1).toNanos();
    assertThat(tally.add(refusal(1, "stale", false)))
        .isInstanceOfSatisfying(
            RefusalTally.Told.Now.class, told -> assertThat(told.signal().count()).isEqualTo(2));
    assertThat(tally.rest()).isEmpty();
  }

  @Test
  void webhooksKindsAndExitsDoNotHideOneAnother() {
    tally.add(refusal(1, "stale", false));
    assertThat(tally.add(refusal(2, "stale", false))).isInstanceOf(RefusalTally.Told.Now.class);
    assertThat(tally.add(refusal(1, "no-time", false))).isInstanceOf(RefusalTally.Told.Now.class);
    assertThat(tally.add(refusal(1, "stale", true))).isInstanceOf(RefusalTally.Told.Now.class);
  }

  @Test
  void whatCouldNotBeWrittenIsToldLater() {
    RefusedSignal first = refusal(1, "stale", false);
    tally.add(first);
    tally.add(refusal(1, "stale", false));
    tally.back(first);
    now += Duration.ofMinutes(1).toNanos();
    assertThat(tally.due()).extracting(RefusedSignal::count).containsExactly(2);
  }

  @Test
  void atTheEndEverythingIsTold() {
    tally.add(refusal(1, "stale", false));
    tally.add(refusal(1, "stale", false));
    assertThat(tally.rest()).extracting(RefusedSignal::count).containsExactly(1);
    assertThat(tally.rest()).isEmpty();
  }

  @Test
  void quietOnesAreForgotten() {
    for (int i = 0; i < 100; i++) {
      tally.add(refusal(i, "stale", false));
    }
    now += Duration.ofMinutes(1).toNanos();
    tally.due();
    assertThat(tally.tracked()).isZero();
  }

  @Test
  void noneIsLostAndNoMinuteHasTwoOfAKind() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Long> told = new ArrayList<>();
    int counted = 0;
    int sent = 0;
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt(20_000) * 1_000_000L;
      List<RefusedSignal> written = new ArrayList<>();
      if (random.nextBoolean()) {
        sent++;
        if (tally.add(refusal(1, "stale", false))
            instanceof RefusalTally.Told.Now(RefusedSignal one)) {
          written.add(one);
        }
      } else {
        written.addAll(tally.due());
      }
      for (RefusedSignal one : written) {
        counted += one.count();
        told.add(now);
      }
    }
    counted += tally.rest().stream().mapToInt(RefusedSignal::count).sum();
    assertThat(counted).isEqualTo(sent);
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i) - told.get(i - 1))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
    }
  }

  private RefusedSignal refusal(int webhook, String kind, boolean exit) {
    Route route =
        new Route(
            new UUID(0, webhook),
            Kind.TRADING_VIEW,
            new UUID(1, 1),
            "w",
            "o",
            1,
            1,
            List.of(),
            List.of());
    return new RefusedSignal(
        new UUID(2, minted++),
        route,
        kind,
        List.of(new ParsedAlert.Problem(Refusal.STALE, "old")),
        exit,
        null,
        Instant.EPOCH,
        1);
  }
}

package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.inbound.Places.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacesTest {
  @Test
  void nobodyTakesMoreThanAShareAndTheRestIsThereForOthers() {
    Places<String> places = new Places<>(4, 2);

    assertThat(places.take("a")).isEqualTo(Verdict.TAKEN);
    assertThat(places.take("a")).isEqualTo(Verdict.TAKEN);
    assertThat(places.take("a")).isEqualTo(Verdict.SHARE_USED);
    assertThat(places.take("b")).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void aPlaceIsThereAgainOnceItIsLeft() {
    Places<String> places = new Places<>(4, 1);
    places.take("a");
    places.leave("a");

    assertThat(places.take("a")).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void thereAreNoMoreThanAll() {
    Places<String> places = new Places<>(2, 1);
    places.take("a");
    places.take("b");

    assertThat(places.take("c")).isEqualTo(Verdict.FULL);
  }

  @Test
  void oneWhoSpeaksForManyMayHaveAll() {
    Places<String> places = new Places<>(3, 1);

    assertThat(places.takeAnyNumber("p")).isEqualTo(Verdict.TAKEN);
    assertThat(places.takeAnyNumber("p")).isEqualTo(Verdict.TAKEN);
    assertThat(places.takeAnyNumber("p")).isEqualTo(Verdict.TAKEN);
    assertThat(places.takeAnyNumber("p")).isEqualTo(Verdict.FULL);
  }

  @Test
  void onlyWhoWouldStillHaveAsManyAsTheNewcomerGivesAPlaceUp() {
    Places<String> places = new Places<>(10, 5);
    List.of("a", "a", "b", "b", "b", "c").forEach(places::take);

    assertThat(places.largerHolder("d", _ -> false)).contains("b");
    assertThat(places.largerHolder("c", _ -> false)).contains("b");
    assertThat(places.largerHolder("a", _ -> false)).isEmpty();
    assertThat(places.largerHolder("b", _ -> false)).isEmpty();
    assertThat(places.largerHolder("d", "b"::equals)).contains("a");
    assertThat(places.largerHolder("d", Set.of("a", "b")::contains)).isEmpty();
  }

  @Test
  void aPlaceIsLeftWhateverHappensInIt() {
    Places<String> places = new Places<>(1, 1);
    try {
      places.with(
          "a",
          () -> {
            throw new IllegalStateException("no");
          },
          () -> "share",
          () -> "full");
    } catch (IllegalStateException e) {
      // What it threw is not of interest.
    }

    assertThat(places.taken()).isZero();
    assertThat(places.holders()).as("who holds none is forgotten").isZero();
  }

  @Test
  void anyHistoryKeepsBothBoundsAndForgetsWhoLeft() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Places<Integer> places = new Places<>(10, 3);
    Map<Integer, Integer> model = new HashMap<>();
    List<Integer> inside = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int who = random.nextInt(8);
      if (random.nextBoolean()) {
        boolean room = inside.size() < 10 && model.getOrDefault(who, 0) < 3;
        assertThat(places.take(who) == Verdict.TAKEN).as("seed %d", seed).isEqualTo(room);
        if (room) {
          inside.add(who);
          model.merge(who, 1, Integer::sum);
        }
      } else if (!inside.isEmpty()) {
        Integer leaving = inside.remove(random.nextInt(inside.size()));
        places.leave(leaving);
        model.merge(leaving, -1, (held, less) -> held + less == 0 ? null : held + less);
      }
      assertThat(places.taken()).as("seed %d", seed).isEqualTo(inside.size());
      assertThat(places.holders()).as("seed %d", seed).isEqualTo(model.size());
    }
  }
}

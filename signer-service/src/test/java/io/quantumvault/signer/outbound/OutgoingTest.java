package io.quantumvault.signer.outbound;

import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.CONFIRMED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.REFUSED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.SIGNED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private final Outgoing outgoing = new Outgoing();

  private static ExecutionEvent event(long sequence, KindCase kind) {
    return TestEvents.of("w", sequence, kind);
  }

  private List<Long> ready() {
    return outgoing.ready().stream().map(Outgoing.Ready::sequence).toList();
  }

  @Test
  void anEventWaitsForThoseBeforeIt() {
    outgoing.published("w", 3);
    outgoing.add("w", event(5, REFUSED));
    assertThat(ready()).isEmpty();
    assertThat(outgoing.gaps()).containsExactly("w");
    outgoing.add("w", event(4, REFUSED));
    assertThat(ready()).containsExactly(4L, 5L);
    assertThat(outgoing.gaps()).isEmpty();
  }

  @Test
  void whatWasPublishedIsNotPublishedAgain() {
    outgoing.add("w", event(1, REFUSED));
    outgoing.published("w", 1);
    outgoing.add("w", event(1, REFUSED));
    outgoing.published("w", 0);
    assertThat(ready()).isEmpty();
    assertThat(outgoing.published("w")).isEqualTo(1);
  }

  @Test
  void whatIsReadyStaysUntilItIsPublished() {
    outgoing.add("w", event(1, REFUSED));
    assertThat(ready()).containsExactly(1L);
    assertThat(ready()).containsExactly(1L);
  }

  @Test
  void submittedIsNotTheLastThatIsPublished() {
    outgoing.add("w", event(1, SIGNED));
    outgoing.add("w", event(2, SUBMITTED));
    assertThat(ready()).containsExactly(1L);
    outgoing.published("w", 1);
    assertThat(ready()).isEmpty();
    outgoing.add("w", event(3, CONFIRMED));
    assertThat(ready()).containsExactly(2L, 3L);
  }

  /** However events come in, repeated or late, readers get each once, in order, none left out. */
  @Test
  void eachWalletsEventsComeOutInOrderWithoutGaps() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    for (int run = 0; run < 200; run++) {
      inOrder(new Random(seed + run), "seed " + seed + " run " + run);
    }
  }

  private record Arrival(String wallet, ExecutionEvent event) {}

  private static void inOrder(Random random, String told) {
    var tried = new Outgoing();
    var kinds = List.of(SIGNED, SUBMITTED, CONFIRMED);
    var arrivals = new ArrayList<Arrival>();
    Map<String, List<Long>> seen = new HashMap<>();
    Map<String, List<ExecutionEvent>> all = new HashMap<>();
    for (var wallet : List.of("a", "b", "c")) {
      seen.put(wallet, new ArrayList<>());
      var events = new ArrayList<ExecutionEvent>();
      int count = random.nextInt(20);
      for (int i = 1; i <= count; i++) {
        var event = event(i, kinds.get(random.nextInt(3)));
        events.add(event);
        for (int times = random.nextInt(3); times >= 0; times--) {
          arrivals.add(new Arrival(wallet, event));
        }
      }
      all.put(wallet, events);
    }
    Collections.shuffle(arrivals, random);
    for (var arrival : arrivals) {
      tried.add(arrival.wallet(), arrival.event());
      if (random.nextInt(3) == 0) {
        publish(tried, seen, random.nextInt(4) > 0);
      }
    }
    publish(tried, seen, true);
    all.forEach((wallet, events) -> {
      boolean waits = !events.isEmpty() && events.getLast().getKindCase() == SUBMITTED;
      int last = waits ? events.size() - 1 : events.size();
      assertThat(seen.get(wallet))
          .as(told + " wallet " + wallet)
          .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    });
  }

  /** A transaction that is committed, or one that is not. */
  private static void publish(Outgoing tried, Map<String, List<Long>> seen, boolean commits) {
    var ready = tried.ready();
    if (commits) {
      for (var one : ready) {
        Objects.requireNonNull(seen.get(one.agentWallet())).add(one.sequence());
        tried.published(one.agentWallet(), one.sequence());
      }
    }
  }
}

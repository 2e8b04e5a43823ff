package io.quantumvault.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.reconcile.KnownState.KnownBot;
import io.quantumvault.control.reconcile.KnownState.KnownStop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StateRepairTest {
  private static final UUID BOT = new UUID(1, 1);
  private static final UUID GRANT = new UUID(2, 1);
  private static final UUID STOP = new UUID(3, 1);

  private static KnownState known(
      long version, Map<UUID, KnownBot> bots, Map<UUID, KnownStop> stops) {
    return new KnownState("wallet", version, bots, stops);
  }

  private static StateRows rows(long version, Map<UUID, UUID> live, Map<UUID, Long> policies) {
    return new StateRows(version, live, policies, Set.of(), Set.of());
  }

  @Test
  void aGrantThatEndedEndsAgainAndAnotherLivesOn() {
    var other = new UUID(2, 2);
    var known = known(1, Map.of(BOT, new KnownBot(1, Set.of(GRANT))), Map.of());
    assertThat(StateRepair.of(known, rows(1, Map.of(GRANT, BOT), Map.of(BOT, 1L))).endedGrants())
        .containsOnlyKeys(GRANT);
    assertThat(StateRepair.of(known, rows(1, Map.of(other, BOT), Map.of(BOT, 1L))).needed())
        .isFalse();
  }

  @Test
  void aStopThatIsGoneOrResumedHoldsAgain() {
    var stop = new KnownStop(BOT, 3, 1);
    var known = known(1, Map.of(), Map.of(STOP, stop));
    assertThat(StateRepair.of(known, rows(1, Map.of(), Map.of(BOT, 1L))).missingStops())
        .containsExactly(Map.entry(STOP, stop));
    var resumed = new StateRows(1, Map.of(), Map.of(BOT, 1L), Set.of(), Set.of(STOP));
    assertThat(StateRepair.of(known, resumed).reopenedStops()).containsExactly(STOP);
    var holding = new StateRows(1, Map.of(), Map.of(BOT, 1L), Set.of(STOP), Set.of());
    assertThat(StateRepair.of(known, holding).needed()).isFalse();
  }

  @Test
  void aStopOfABotThatIsGoneHoldsForTheWholeWallet() {
    var known = known(1, Map.of(), Map.of(STOP, new KnownStop(BOT, 3, 1)));
    assertThat(StateRepair.of(known, rows(1, Map.of(), Map.of())).missingStops())
        .containsExactly(Map.entry(STOP, new KnownStop(null, 3, 1)));
  }

  @Test
  void numbersThatAreBelowTheMarksRise() {
    var known = known(7, Map.of(BOT, new KnownBot(5, Set.of())), Map.of());
    var repair = StateRepair.of(known, rows(6, Map.of(), Map.of(BOT, 4L)));
    assertThat(repair.stateVersion()).isEqualTo(7);
    assertThat(repair.policyFloors()).containsExactly(Map.entry(BOT, 5L));
    assertThat(StateRepair.of(known, rows(7, Map.of(), Map.of(BOT, 5L))).needed()).isFalse();
  }

  @Test
  void aBotThatIsGoneIsToldAndIsNoContradiction() {
    var known = known(1, Map.of(BOT, new KnownBot(5, Set.of())), Map.of());
    var repair = StateRepair.of(known, rows(1, Map.of(), Map.of()));
    assertThat(repair.missingBots()).containsExactly(BOT);
    assertThat(repair.needed()).isFalse();
  }

  /**
   * Whatever both say: afterwards the rows take nothing back, and the same again changes nothing.
   */
  @Test
  void whatIsRepairedContradictsNothing() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      var known = anyKnown(random);
      var before = anyRows(random);
      var after = applied(before, StateRepair.of(known, before));
      assertThat(StateRepair.of(known, after).needed()).as("seed %d, case %d", seed, i).isFalse();
      assertThat(after.stateVersion()).isGreaterThanOrEqualTo(known.stateVersion());
      assertThat(before.liveGrants().keySet()).containsAll(after.liveGrants().keySet());
      assertThat(after.stopsHolding()).containsAll(known.stops().keySet());
      assertThat(after.stopsHolding()).containsAll(before.stopsHolding());
    }
  }

  private static KnownState anyKnown(Random random) {
    var bots = new HashMap<UUID, KnownBot>();
    var stops = new HashMap<UUID, KnownStop>();
    for (int i = 0; i < 3; i++) {
      if (random.nextBoolean()) {
        bots.put(
            new UUID(1, i),
            new KnownBot(random.nextInt(4), Set.of(new UUID(2, random.nextInt(4)))));
      }
      if (random.nextBoolean()) {
        stops.put(
            new UUID(3, i),
            new KnownStop(random.nextBoolean() ? null : new UUID(1, i), 1 + random.nextInt(3), 1));
      }
    }
    return known(random.nextInt(5), bots, stops);
  }

  private static StateRows anyRows(Random random) {
    var live = new HashMap<UUID, UUID>();
    var policies = new HashMap<UUID, Long>();
    var holding = new HashSet<UUID>();
    var resumed = new HashSet<UUID>();
    for (int i = 0; i < 3; i++) {
      var bot = new UUID(1, i);
      if (random.nextBoolean()) {
        policies.put(bot, (long) random.nextInt(4));
        if (random.nextBoolean()) {
          live.put(new UUID(2, random.nextInt(4)), bot);
        }
      }
      switch (random.nextInt(3)) {
        case 0 -> holding.add(new UUID(3, i));
        case 1 -> resumed.add(new UUID(3, i));
        default -> {}
      }
    }
    return new StateRows(random.nextInt(5), live, policies, holding, resumed);
  }

  private static StateRows applied(StateRows before, StateRepair repair) {
    var live = new HashMap<>(before.liveGrants());
    live.keySet().removeAll(repair.endedGrants().keySet());
    var policies = new HashMap<>(before.highestPolicy());
    policies.putAll(repair.policyFloors());
    var holding = new HashSet<>(before.stopsHolding());
    holding.addAll(repair.missingStops().keySet());
    holding.addAll(repair.reopenedStops());
    var resumed = new HashSet<>(before.stopsResumed());
    resumed.removeAll(repair.reopenedStops());
    return new StateRows(
        Math.max(before.stateVersion(), repair.stateVersion()), live, policies, holding, resumed);
  }
}

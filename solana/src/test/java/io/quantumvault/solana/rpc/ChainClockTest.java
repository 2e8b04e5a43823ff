package io.quantumvault.solana.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainClockTest {
  private final DrivenClock clock = new DrivenClock();
  private final ChainClock slots = new ChainClock(clock);

  @Test
  void aSlotNearTheExpectedOneIsBelieved() {
    assertThat(slots.believes(1000)).isTrue();
    clock.advance(Duration.ofSeconds(20));
    assertThat(slots.expectedSlot()).hasValue(1100);
    assertThat(slots.couldBe(1250)).isTrue();
    assertThat(slots.couldBe(1251)).isFalse();
    assertThat(slots.couldBe(950)).isTrue();
    assertThat(slots.couldBe(949)).isFalse();
  }

  @Test
  void oneLyingSlotChangesNothing() {
    slots.believes(1000);
    assertThat(slots.believes(1_000_000)).isFalse();
    assertThat(slots.believes(Long.MAX_VALUE)).isFalse();
    assertThat(slots.believes(-1)).isFalse();
    assertThat(slots.believes(1001)).isTrue();
    assertThat(slots.expectedSlot().orElseThrow()).isBetween(1000L, 1001L);
  }

  /** The liar goes on lying, the others go on answering. */
  @Test
  void aLiarAmongOthersIsNeverBelieved() {
    slots.believes(1000);
    for (int i = 0; i < 1000; i++) {
      clock.advance(Duration.ofMillis(200));
      assertThat(slots.believes(5_000_000 + i)).isFalse();
      assertThat(slots.believes(1001 + i)).isTrue();
    }
  }

  @Test
  void aFirstAnswerThatLiedIsOvercomeByThoseThatAgree() {
    slots.believes(1_000_000_000);
    assertThat(slots.believes(1000)).isFalse();
    clock.advance(Duration.ofSeconds(3));
    assertThat(slots.believes(1015)).isFalse();
    clock.advance(Duration.ofSeconds(2));
    assertThat(slots.believes(1025)).isTrue();
    assertThat(slots.believes(1026)).isTrue();
    assertThat(slots.believes(1_000_000_000)).isFalse();
  }

  /** As a node answers that is asked again at once. */
  @Test
  void aBurstOfLiesThatAgreeChangesNothing() {
    slots.believes(1000);
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(40));
      assertThat(slots.believes(1_000_000 + i)).isFalse();
    }
    assertThat(slots.believes(1020)).isTrue();
  }

  @Test
  void twoAnswersHoweverFarApartAreNoAgreement() {
    slots.believes(1000);
    assertThat(slots.believes(1_000_000)).isFalse();
    clock.advance(Duration.ofSeconds(10));
    assertThat(slots.believes(1_000_050)).isFalse();
    assertThat(slots.believes(1_000_050)).isTrue();
  }

  /** Else a bot whose account was once read at it would never trade again. */
  @Test
  void aSlotThatALiarToldIsNotWaitedFor() {
    assertThat(slots.reachable(7)).as("nothing is known yet").isEqualTo(7);
    slots.believes(1000);
    assertThat(slots.reachable(990)).isEqualTo(990);
    assertThat(slots.reachable(1150)).as("it may come").isEqualTo(1150);
    assertThat(slots.reachable(1151)).isEqualTo(968);
    assertThat(slots.reachable(Long.MAX_VALUE)).isEqualTo(968);
  }

  @Test
  void aChainThatStoodStillIsBelievedAgain() {
    slots.believes(1000);
    clock.advance(Duration.ofHours(1));
    assertThat(slots.believes(1001)).isFalse();
    assertThat(slots.believes(1001)).isFalse();
    clock.advance(Duration.ofSeconds(5));
    assertThat(slots.believes(1026)).isTrue();
  }

  @Test
  void lyingSlotsThatDoNotAgreeAreNotBelievedHoweverMany() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    slots.believes(1000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(slots.believes(1_000_000L * (i % 2 + 1) + random.nextInt(1000))).isFalse();
    }
  }

  @Test
  void theTimeOfASlotIsMeasuredByTheClock() {
    slots.believes(1000);
    for (int i = 1; i <= 60; i++) {
      clock.advance(Duration.ofMillis(400));
      assertThat(slots.believes(1000 + i)).isTrue();
    }
    assertThat(slots.slotTime()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void samplesThatCannotBeAreLeftOut() {
    slots.measured(Duration.ofMillis(1));
    slots.measured(Duration.ofHours(1));
    assertThat(slots.slotTime()).isEqualTo(Duration.ofMillis(200));
    slots.measured(Duration.ofMillis(390));
    assertThat(slots.slotTime()).isEqualTo(Duration.ofMillis(390));
  }

  @Test
  void theHeightGoesOnWithTheSlots() {
    slots.begin(1000);
    slots.saw(1000, 900);
    clock.advance(Duration.ofSeconds(10));
    assertThat(slots.expectedHeight(Duration.ofSeconds(30))).hasValue(950);
    clock.advance(Duration.ofSeconds(21));
    assertThat(slots.expectedHeight(Duration.ofSeconds(30))).isEmpty();
  }

  @Test
  void aLastValidHeightIsBelievedOnlyNearTheHeight() {
    assertThat(slots.believesLastValid(1150, 1000)).isTrue();
    assertThat(slots.believesLastValid(1300, 1000)).isTrue();
    assertThat(slots.believesLastValid(1301, 1000)).isFalse();
    assertThat(slots.believesLastValid(699, 1000)).isFalse();
    assertThat(slots.believesLastValid(Long.MAX_VALUE, 1000)).isFalse();
    assertThat(slots.believesLastValid(-1, 1000)).isFalse();
  }
}

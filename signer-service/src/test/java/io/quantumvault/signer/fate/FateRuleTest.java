package io.quantumvault.signer.fate;

import static io.quantumvault.signer.fate.FateRule.History.BLANK;
import static io.quantumvault.signer.fate.FateRule.History.PROVED;
import static io.quantumvault.signer.fate.FateRule.History.UNTESTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.fate.FateRule.Heard;
import io.quantumvault.signer.fate.FateRule.Height;
import io.quantumvault.signer.fate.FateRule.History;
import io.quantumvault.signer.fate.FateRule.Verdict;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FateRuleTest {
  private static final long LAST_VALID = 1000;

  /** The first height that is past, at slot 1200. */
  private static final long PAST = LAST_VALID + FateRule.HEIGHT_MARGIN + 1;

  private static final Status ABSENT = new Status.Absent();
  private static final Status LANDED = new Status.Landed(1100);
  private static final Status FAILED = new Status.LandedWithError(1100, "\"X\"");

  private static Heard heard(String who, long slot, History history, Status status) {
    return new Heard(who, slot, history, status);
  }

  private static Height height(String who, long slot, long height) {
    return new Height(who, slot, height);
  }

  private static Verdict of(int configured, List<Heard> heard, Height... heights) {
    return FateRule.of(LAST_VALID, configured, heard, Arrays.asList(heights));
  }

  private static void isOpen(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Open.class);
  }

  @Test
  void oneEndpointThatNamesSlotAndErrorIsEnough() {
    assertThat(of(2, List.of(heard("a", 1110, UNTESTED, LANDED))))
        .isEqualTo(new Verdict.Landed(1100));
    assertThat(of(2, List.of(heard("a", 1110, UNTESTED, FAILED))))
        .isEqualTo(new Verdict.Failed(1100, "\"X\""));
  }

  @Test
  void anotherEndpointPastTheSlotThatDoesNotKnowItMakesItOpen() {
    for (var history : List.of(PROVED, UNTESTED)) {
      isOpen(of(2, List.of(heard("a", 1110, PROVED, LANDED), heard("b", 1101, history, ABSENT))));
    }
  }

  @Test
  void anEndpointThatIsNotPastTheSlotOrKeepsNoHistoryContradictsNobody() {
    var a = heard("a", 1110, PROVED, LANDED);
    assertThat(of(2, List.of(a, heard("b", 1100, PROVED, ABSENT))))
        .isEqualTo(new Verdict.Landed(1100));
    assertThat(of(2, List.of(a, heard("b", 1150, BLANK, ABSENT))))
        .isEqualTo(new Verdict.Landed(1100));
    assertThat(of(2, List.of(a, heard("b", 1150, PROVED, new Status.Processed(1100)))))
        .isEqualTo(new Verdict.Landed(1100));
  }

  @Test
  void endpointsThatNameDifferentOutcomesLeaveItOpen() {
    isOpen(of(2, List.of(heard("a", 1110, PROVED, LANDED), heard("b", 1110, PROVED, FAILED))));
    isOpen(
        of(
            2,
            List.of(
                heard("a", 1110, PROVED, LANDED),
                heard("b", 1110, PROVED, new Status.Landed(1101)))));
  }

  @Test
  void itLapsesWhereTwoEndpointsProveItAbsentPastItsLastBlock() {
    assertThat(
            of(
                3,
                List.of(heard("a", 1210, PROVED, ABSENT), heard("b", 1201, PROVED, ABSENT)),
                height("a", 1200, PAST),
                height("b", 1201, PAST)))
        .isEqualTo(new Verdict.Lapsed(1201));
  }

  @Test
  void theOnlyEndpointIsEnoughWhereThereIsOne() {
    var a = List.of(heard("a", 1200, PROVED, ABSENT));
    assertThat(of(1, a, height("a", 1200, PAST))).isEqualTo(new Verdict.Lapsed(1200));
    isOpen(of(2, a, height("a", 1200, PAST)));
  }

  @Test
  void theMarginIsWaitedFor() {
    isOpen(of(1, List.of(heard("a", 1200, PROVED, ABSENT)), height("a", 1200, PAST - 1)));
  }

  @Test
  void anAbsenceBeforeTheSlotOfTheHeightProvesNothing() {
    isOpen(of(1, List.of(heard("a", 1199, PROVED, ABSENT)), height("a", 1200, PAST)));
  }

  @Test
  void anAbsenceWithoutHistoryProvesNothing() {
    for (var history : List.of(UNTESTED, BLANK)) {
      isOpen(of(1, List.of(heard("a", 1300, history, ABSENT)), height("a", 1200, PAST)));
    }
  }

  @Test
  void whatIsProcessedMayStillSettle() {
    isOpen(
        of(
            3,
            List.of(
                heard("a", 1300, PROVED, ABSENT),
                heard("b", 1300, PROVED, ABSENT),
                heard("c", 1300, PROVED, new Status.Processed(1100))),
            height("a", 1200, PAST),
            height("b", 1200, PAST)));
  }

  @Test
  void oneEndpointsHeightSaysNothingOfAnothersAbsence() {
    isOpen(
        of(
            2,
            List.of(heard("a", 1300, PROVED, ABSENT), heard("b", 1300, PROVED, ABSENT)),
            height("a", 1200, 1_000_000),
            height("b", 1200, LAST_VALID)));
    isOpen(
        of(
            2,
            List.of(heard("a", 1300, PROVED, ABSENT), heard("b", 1300, PROVED, ABSENT)),
            height("a", 1200, 1_000_000)));
  }

  @Test
  void silenceIsNothing() {
    isOpen(of(2, List.of()));
    isOpen(of(0, List.of(), height("a", 1200, PAST)));
  }

  @Test
  void numbersOfAnotherMachineDoNotOverflow() {
    isOpen(
        FateRule.of(
            Long.MAX_VALUE,
            1,
            List.of(heard("a", 1200, PROVED, ABSENT)),
            List.of(height("a", 1200, Long.MAX_VALUE))));
  }

  /**
   * A chain on which the transaction lands or not, seen by nodes that lag, keep no history before
   * some slot, say nothing, answer height and status from different nodes behind one address; at
   * most one of several says anything at all. Whatever is proved is true.
   */
  @Test
  void whateverIsProvedIsTrueWhoeverLagsForgetsOrLies() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int lapsed = 0;
    int landed = 0;
    for (int run = 0; run < 300_000; run++) {
      var world = new World(random);
      switch (FateRule.of(World.LAST_VALID, world.nodes, world.heard, world.heights)) {
        case Verdict.Lapsed proved -> {
          assertThat(world.landedAt).as("run %s lapsed, but landed", run).isNegative();
          assertThat(world.canStillLand()).as("run %s lapsed, but can land", run).isFalse();
          lapsed++;
        }
        case Verdict.Landed proved -> {
          if (!world.hasLiar) {
            assertThat(proved.slot()).as("run %s", run).isEqualTo(world.landedAt);
          }
          landed++;
        }
        case Verdict.Failed proved -> assertThat(world.hasLiar).as("run %s", run).isTrue();
        case Verdict.Open open -> assertThat(open.why()).isNotEmpty();
      }
    }
    assertThat(lapsed).as("some lapsed").isGreaterThan(100);
    assertThat(landed).as("some landed").isGreaterThan(100);
  }

  /** One moment of such a chain. Every slot has a block, the height is the slot. */
  private static final class World {
    static final long LAST_VALID = 1150;
    static final long CANARY = 990;
    static final long FIRST_SENT = 1000;

    final List<Heard> heard = new ArrayList<>();
    final List<Height> heights = new ArrayList<>();
    final int nodes;
    final boolean hasLiar;
    final long tip;
    final long landedAt;

    World(Random random) {
      nodes = 1 + random.nextInt(4);
      hasLiar = nodes > 1 && random.nextInt(3) == 0;
      tip = FIRST_SENT + random.nextInt(400);
      long at = FIRST_SENT + random.nextInt((int) (LAST_VALID - FIRST_SENT) + 1);
      landedAt = random.nextBoolean() && at <= tip ? at : -1;
      for (int i = 0; i < nodes; i++) {
        if (hasLiar && i == 0) {
          lie(random);
        } else if (random.nextInt(5) > 0) {
          tell("n" + i, random);
        }
      }
    }

    boolean canStillLand() {
      return landedAt < 0 && tip <= LAST_VALID;
    }

    /** Height and status may come from two nodes behind one address. */
    private void tell(String who, Random random) {
      long finalized = tip - random.nextInt(60) - 32;
      heights.add(new Height(who, finalized, finalized));
      long slot = tip - random.nextInt(250);
      long knowsSince = random.nextInt(3) == 0 ? CANARY - 5 + random.nextInt(300) : 0;
      boolean knowsCanary = CANARY >= knowsSince;
      boolean knows = landedAt >= knowsSince && landedAt >= 0 && landedAt <= slot;
      heard.add(
          new Heard(
              who,
              slot,
              knowsCanary ? PROVED : BLANK,
              knows ? new Status.Landed(landedAt) : ABSENT));
    }

    private void lie(Random random) {
      long slot = random.nextInt(2000);
      heights.add(new Height("liar", slot, random.nextInt(3000)));
      heard.add(
          new Heard(
              "liar",
              random.nextInt(3000),
              History.values()[random.nextInt(3)],
              switch (random.nextInt(6)) {
                case 0 -> new Status.Landed(random.nextInt(1500));
                case 1 -> new Status.LandedWithError(random.nextInt(1500), "\"X\"");
                default -> ABSENT;
              }));
    }
  }
}

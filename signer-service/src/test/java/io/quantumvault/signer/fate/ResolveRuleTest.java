package io.quantumvault.signer.fate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.fate.FateRule.Heard;
import io.quantumvault.signer.fate.FateRule.Height;
import io.quantumvault.signer.fate.FateRule.History;
import io.quantumvault.signer.fate.ResolveRule.Ruling;
import io.quantumvault.signer.order.AdminOrder.Resolution;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResolveRuleTest {
  private static final long LAST_VALID = 1000;
  private static final long PAST = LAST_VALID + FateRule.HEIGHT_MARGIN + 1;
  private static final Duration OLD = Duration.ofHours(1);
  private static final Status LANDED = new Status.Landed(1100);
  private static final Status FAILED = new Status.LandedWithError(1100, "\"X\"");
  private static final Status ABSENT = new Status.Absent();

  private static Heard says(String who, Status status) {
    return new Heard(who, 1300, History.PROVED, status);
  }

  private static Height at(String who, long height) {
    return new Height(who, 1200, height);
  }

  private static Ruling of(
      Resolution wanted, Duration age, List<Heard> heard, List<Height> heights) {
    return ResolveRule.of(
        wanted, LAST_VALID, 2, age, new ResolveRule.Answers(heard, heights, List.of()));
  }

  private static void stands(Ruling ruling, Fate as) {
    assertThat(ruling).isEqualTo(new Ruling.Stands(as));
  }

  private static void isRefused(Ruling ruling) {
    assertThat(ruling).isInstanceOf(Ruling.Refused.class);
  }

  @Test
  void whatLandedIsNeitherFailedNorExpired() {
    var heard = List.of(says("a", LANDED), says("b", ABSENT));
    var past = List.of(at("a", PAST), at("b", PAST));
    stands(of(Resolution.CONFIRMED, OLD, heard, past), new Fate.Landed(1100));
    isRefused(of(Resolution.FAILED, OLD, heard, past));
    isRefused(of(Resolution.EXPIRED, OLD, heard, past));
  }

  @Test
  void whatFailedIsNeitherConfirmedNorExpired() {
    var heard = List.of(says("a", FAILED), says("b", ABSENT));
    var past = List.of(at("a", PAST), at("b", PAST));
    stands(of(Resolution.FAILED, OLD, heard, past), new Fate.Failed(1100, "\"X\""));
    isRefused(of(Resolution.CONFIRMED, OLD, heard, past));
    isRefused(of(Resolution.EXPIRED, OLD, heard, past));
  }

  @Test
  void whatIsProcessedHasNotExpired() {
    isRefused(
        of(
            Resolution.EXPIRED,
            OLD,
            List.of(says("a", new Status.Processed(1100))),
            List.of(at("a", PAST))));
  }

  @Test
  void wherePeopleSeeWhatEndpointsDisagreeAboutTheyDecide() {
    var heard = List.of(says("a", LANDED), says("b", FAILED));
    stands(of(Resolution.CONFIRMED, OLD, heard, List.of()), new Fate.Landed(1100));
    stands(of(Resolution.FAILED, OLD, heard, List.of()), new Fate.Failed(1100, "\"X\""));
  }

  @Test
  void whatMayStillLandHasNotExpired() {
    var absent = List.of(says("a", ABSENT));
    isRefused(of(Resolution.EXPIRED, OLD, absent, List.of(at("a", PAST - 1))));
    isRefused(of(Resolution.EXPIRED, OLD, absent, List.of(at("a", PAST), at("b", PAST - 1))));
    stands(of(Resolution.EXPIRED, OLD, absent, List.of(at("a", PAST))), new Fate.Expired(""));
  }

  @Test
  void whatProvablyDidNotLandHasNoOtherEnd() {
    var absent = List.of(says("a", ABSENT), says("b", ABSENT));
    var past = List.of(at("a", PAST), at("b", PAST));
    isRefused(of(Resolution.CONFIRMED, OLD, absent, past));
    isRefused(of(Resolution.FAILED, OLD, absent, past));
    stands(of(Resolution.EXPIRED, OLD, absent, past), new Fate.Expired(""));
  }

  @ParameterizedTest
  @EnumSource
  void silenceContradictsNobody(Resolution wanted) {
    assertThat(of(wanted, OLD, List.of(), List.of())).isInstanceOf(Ruling.Stands.class);
  }

  @ParameterizedTest
  @EnumSource
  void whoWasNotAskedIsNotSilent(Resolution wanted) {
    assertThat(
            ResolveRule.of(
                wanted,
                LAST_VALID,
                2,
                OLD,
                new ResolveRule.Answers(List.of(), List.of(at("a", PAST)), List.of("b"))))
        .isInstanceOfSatisfying(
            Ruling.Refused.class,
            refused -> assertThat(refused.why()).contains("endpoint b was not asked", "try again"));
  }

  @Test
  void inSilenceAYoungTransactionMayStillLand() {
    var almost = ResolveRule.SURELY_PAST.minusMillis(1);
    isRefused(of(Resolution.EXPIRED, almost, List.of(), List.of()));
    stands(
        of(Resolution.EXPIRED, ResolveRule.SURELY_PAST, List.of(), List.of()),
        new Fate.Expired(""));
  }
}

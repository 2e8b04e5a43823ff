package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.FateRule.Heard;
import io.quantumvault.signer.fate.FateRule.Height;
import io.quantumvault.signer.fate.FateRule.Verdict;
import io.quantumvault.signer.order.AdminOrder.Resolution;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether the chain contradicts what somebody says became of a transaction. They need less proof
 * than {@link FateRule} does, since a person answers for it; but no endpoint may say otherwise.
 * Silence contradicts nothing, except that a transaction which is still young may land unseen.
 */
final class ResolveRule {
  /** Many times what a blockhash lives: without any answer about heights only time tells. */
  static final Duration SURELY_PAST = Duration.ofMinutes(10);

  private ResolveRule() {}

  /** What an order comes to. */
  sealed interface Ruling {
    /** It stands. */
    record Stands(Fate fate) implements Ruling {}

    /** The chain says otherwise, or an endpoint that might was not asked. */
    record Refused(String why) implements Ruling {}
  }

  /**
   * What was heard.
   *
   * @param heard the newest answer of each endpoint
   * @param heights the newest height of each endpoint that was asked for one
   * @param notAsked endpoints that were not asked at all, whose silence says nothing
   */
  record Answers(
      Collection<Heard> heard, Collection<Height> heights, Collection<String> notAsked) {}

  /**
   * Rules.
   *
   * @param age since it was signed
   */
  static Ruling of(
      Resolution wanted, long lastValidHeight, int configured, Duration age, Answers answers) {
    var ruling = of(wanted, lastValidHeight, configured, age, answers.heard(), answers.heights());
    return ruling instanceof Ruling.Stands && !answers.notAsked().isEmpty()
        ? new Ruling.Refused(
            "endpoint "
                + String.join(" and ", answers.notAsked())
                + " was not asked, since earlier questions are not answered yet; try again")
        : ruling;
  }

  private static Ruling of(
      Resolution wanted,
      long lastValidHeight,
      int configured,
      Duration age,
      Collection<Heard> heard,
      Collection<Height> heights) {
    var landed = named(heard, s -> s instanceof Status.Landed);
    var failed = named(heard, s -> s instanceof Status.LandedWithError);
    var processed = named(heard, s -> s instanceof Status.Processed);
    return switch (wanted) {
      case CONFIRMED -> {
        if (landed.isEmpty() && !failed.isEmpty()) {
          yield new Ruling.Refused("it landed and failed, says " + names(failed));
        }
        yield unlessAbsent(
            lastValidHeight, configured, heard, heights, new Fate.Landed(slot(landed)));
      }
      case FAILED -> {
        if (failed.isEmpty() && !landed.isEmpty()) {
          yield new Ruling.Refused("it landed and succeeded, says " + names(landed));
        }
        yield unlessAbsent(
            lastValidHeight,
            configured,
            heard,
            heights,
            new Fate.Failed(slot(failed), failed.isEmpty() ? "\"unknown\"" : error(failed)));
      }
      case EXPIRED -> {
        for (var those : List.of(landed, failed, processed)) {
          if (!those.isEmpty()) {
            yield new Ruling.Refused("it is on the chain, says " + names(those));
          }
        }
        yield past(lastValidHeight, age, heights);
      }
    };
  }

  private static List<Heard> named(Collection<Heard> heard, Predicate<Status> what) {
    return heard.stream().filter(h -> what.test(h.status())).toList();
  }

  private static String names(List<Heard> heard) {
    return String.join(", ", heard.stream().map(Heard::endpoint).sorted().toList());
  }

  private static long slot(List<Heard> named) {
    return named.isEmpty()
        ? 0
        : switch (named.getFirst().status()) {
          case Status.Landed(var slot) -> slot;
          case Status.LandedWithError failed -> failed.slot();
          case Status.Processed none -> 0;
          case Status.Absent none -> 0;
        };
  }

  private static String error(List<Heard> failed) {
    return failed.getFirst().status() instanceof Status.LandedWithError e ? e.error() : "";
  }

  private static Ruling unlessAbsent(
      long lastValidHeight,
      int configured,
      Collection<Heard> heard,
      Collection<Height> heights,
      Fate fate) {
    return FateRule.of(lastValidHeight, configured, heard, heights) instanceof Verdict.Lapsed
        ? new Ruling.Refused("it did not land and cannot any more, by the answers of all")
        : new Ruling.Stands(fate);
  }

  private static Ruling past(long lastValidHeight, Duration age, Collection<Height> heights) {
    for (var height : heights) {
      if (height.blockHeight() - FateRule.HEIGHT_MARGIN <= lastValidHeight) {
        return new Ruling.Refused(
            "it may still land: "
                + height.endpoint()
                + " is at block "
                + height.blockHeight()
                + ", it is good up to "
                + lastValidHeight
                + " and "
                + FateRule.HEIGHT_MARGIN
                + " more are waited for");
      }
    }
    if (heights.isEmpty() && age.compareTo(SURELY_PAST) < 0) {
      return new Ruling.Refused(
          "no endpoint says how far the chain is, and it was signed less than "
              + SURELY_PAST.toMinutes()
              + " minutes ago");
    }
    return new Ruling.Stands(new Fate.Expired(""));
  }
}

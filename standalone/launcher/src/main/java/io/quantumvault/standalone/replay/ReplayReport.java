package io.quantumvault.standalone.replay;

import io.quantumvault.policy.replay.Outcome;
import io.quantumvault.policy.replay.Recorded;
import io.quantumvault.schemas.v1.Reason;
import java.io.PrintStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tells what came of deciding alerts again. */
final class ReplayReport {
  private static final String LINE = "%-24s  %-28s  %-34s  %s%n";

  private final PrintStream out;

  ReplayReport(PrintStream out) {
    this.out = out;
  }

  /**
   * Each recorded decision and whether it is given again.
   *
   * @return how many are not
   */
  int again(List<Recorded> alerts) {
    int different = 0;
    int missing = 0;
    line("received", "alert", "recorded", "again");
    for (var alert : alerts) {
      var recorded = alert.outcome();
      if (!alert.isDecided()) {
        missing++;
        line(received(alert), Words.of(alert.signal()), "nothing yet", "");
        continue;
      }
      var again = alert.again();
      boolean same = again.agreesWith(recorded);
      line(
          received(alert),
          Words.of(alert.signal()),
          Words.shortly(recorded),
          same ? "the same" : "DIFFERENT");
      if (!same) {
        different++;
        both(alert, "recorded", recorded, "again", again);
      }
    }
    out.printf(
        "%n%d of %d alerts decided the same again, %d different, %d without a decision yet%n",
        alerts.size() - different - missing, alerts.size(), different, missing);
    return different;
  }

  /** Each recorded decision beside what it would have been, and totals. */
  void under(ReplayRequest.Draft draft, List<Recorded> alerts, Function<Recorded, Outcome> tried) {
    var before = new Totals();
    var after = new Totals();
    int changed = 0;
    line("received", "alert", "recorded", "under " + draft.name());
    for (var alert : alerts) {
      var recorded = alert.outcome();
      if (!alert.isDecided()) {
        line(received(alert), Words.of(alert.signal()), "nothing yet", "");
        continue;
      }
      var under = tried.apply(alert);
      boolean same = under.agreesWith(recorded);
      before.add(recorded);
      after.add(under);
      line(
          received(alert),
          Words.of(alert.signal()),
          Words.shortly(recorded),
          same ? "the same" : Words.shortly(under));
      if (!same) {
        changed++;
        both(alert, "recorded", recorded, "under " + draft.name(), under);
      }
    }
    totals(draft, before, after, changed);
  }

  private void totals(ReplayRequest.Draft draft, Totals before, Totals after, int changed) {
    out.printf("%n%-24s %10s  %s%n", "", "recorded", "under " + draft.name());
    out.printf("%-24s %10d  %d%n", "approved", before.approved, after.approved);
    out.printf("%-24s %10d  %d%n", "refused", before.refused, after.refused);
    if (before.other + after.other > 0) {
      out.printf("%-24s %10d  %d%n", "malformed or unknown", before.other, after.other);
    }
    for (var reason : Reason.values()) {
      int was = before.reasons.getOrDefault(reason, 0);
      int is = after.reasons.getOrDefault(reason, 0);
      if (was + is > 0) {
        out.printf("  %-22s %10d  %d%n", Words.name(reason), was, is);
      }
    }
    out.printf(
        "%d would have been decided otherwise. Each stands on the position and the counters that were recorded"
            + " with it: what an earlier one of them would have changed is not followed up.%n",
        changed);
  }

  private void both(Recorded alert, String first, Outcome one, String second, Outcome other) {
    out.printf("    alert %s%n", alert.signal().getSignalId());
    out.printf("    %s: %s%n", first, Words.fully(one));
    out.printf("    %s: %s%n", second, Words.fully(other));
  }

  private void line(String received, String alert, String recorded, String again) {
    out.print(
        LINE.formatted(received, alert, recorded, again).stripTrailing() + System.lineSeparator());
  }

  private static String received(Recorded alert) {
    return Instant.ofEpochMilli(alert.signal().getReceivedAtMs()).toString();
  }

  private static final class Totals {
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private int approved;
    private int refused;
    private int other;

    void add(Outcome outcome) {
      switch (outcome) {
        case Outcome.Approved _ -> approved++;
        case Outcome.Refused(var given, var _) -> {
          refused++;
          given.forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        }
        case Outcome.Malformed _, Outcome.Unknown _ -> other++;
      }
    }
  }
}

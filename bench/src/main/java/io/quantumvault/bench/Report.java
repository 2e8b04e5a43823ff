package io.quantumvault.bench;

import java.util.Locale;

/** A run as a table, as comma-separated values, and as a picture. */
final class Report {
  private static final int BAR_HEIGHT = 24;
  private static final int LEFT = 150;
  private static final int BAR_WIDTH = 460;
  private static final int WIDTH = LEFT + BAR_WIDTH + 160;

  private Report() {}

  static String markdown(Rounds rounds, String reference) {
    StringBuilder table =
        new StringBuilder(
            "| arm | median/s | lowest | highest | of "
                + reference
                + " | bytes/op |\n|---|---|---|---|---|---|\n");
    for (String arm : rounds.arms()) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %.0f | %.3f | %.0f |%n",
              arm,
              rounds.median(arm),
              rounds.lowest(arm),
              rounds.highest(arm),
              rounds.ratio(arm, reference),
              rounds.bytes(arm)));
    }
    return table.toString();
  }

  /** Every round, so that others can reckon with it. */
  static String csv(Rounds rounds) {
    StringBuilder csv = new StringBuilder("arm,round,per_s,bytes_per_op\n");
    for (String arm : rounds.arms()) {
      int round = 0;
      for (Rounds.Measured measured : rounds.of(arm)) {
        round++;
        csv.append(
            String.format(
                Locale.ROOT,
                "%s,%d,%.1f,%.1f%n",
                arm,
                round,
                measured.perSecond(),
                measured.bytesPerOperation()));
      }
    }
    return csv.toString();
  }

  /** Bars of the medians, a line from the lowest round to the highest. */
  static String svg(Rounds rounds, String caption) {
    double most = 0;
    int arms = 0;
    for (String arm : rounds.arms()) {
      most = Math.max(most, rounds.highest(arm));
      arms++;
    }
    StringBuilder bars = new StringBuilder();
    int y = 40;
    for (String arm : rounds.arms()) {
      bars.append(bar(rounds, arm, y, BAR_WIDTH / most));
      y += BAR_HEIGHT + 10;
    }
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\""
            + " height=\"100%%\" fill=\"white\"/>%n<text x=\"10\" y=\"22\">%s</text>%n%s</svg>%n",
        WIDTH,
        50 + arms * (BAR_HEIGHT + 10),
        caption,
        bars);
  }

  private static String bar(Rounds rounds, String arm, int y, double scale) {
    double end = LEFT + rounds.median(arm) * scale;
    int middle = y + BAR_HEIGHT / 2;
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n<rect x=\"%d\" y=\"%d\""
            + " width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\""
            + " y2=\"%d\" stroke=\"black\" stroke-width=\"2\"/>%n<text x=\"%.1f\""
            + " y=\"%d\">%.0f/s</text>%n",
        LEFT - 8,
        middle + 5,
        arm,
        LEFT,
        y,
        end - LEFT,
        BAR_HEIGHT,
        arm.equals("signer") || arm.equals("chain") ? "#3b6ea5" : "#b8b8b8",
        LEFT + rounds.lowest(arm) * scale,
        middle,
        LEFT + rounds.highest(arm) * scale,
        middle,
        LEFT + rounds.highest(arm) * scale + 8,
        middle + 5,
        rounds.median(arm));
  }
}

package io.quantumvault.acceptance.mutants;

import java.time.Duration;

/** A guard, its verdict, and how long that took. */
record Trial(Guard guard, Verdict verdict, Duration took) {
  String line() {
    String word =
        switch (verdict) {
          case Verdict.Caught _ -> "caught";
          case Verdict.Survived _ -> "SURVIVED";
          case Verdict.NotTried _ -> "error";
        };
    String line =
        "%-8s  %-44s %s  %.1f s"
            .formatted(word, guard.id(), guard.test(), took.toMillis() / 1000.0);
    return verdict instanceof Verdict.NotTried(String why) ? line + "\n          " + why : line;
  }
}

package io.quantumvault.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells each finished step with the time it took. Safe for use by several threads. */
public final class Progress {
  private final PrintStream out;

  /** Prints there, one line a step. */
  public Progress(PrintStream out) {
    this.out = out;
  }

  /** Says nothing. */
  public static Progress silent() {
    return new Progress(
        new PrintStream(
            java.io.OutputStream.nullOutputStream(),
            false,
            java.nio.charset.StandardCharsets.UTF_8));
  }

  void done(String step, long startedNanos) {
    done(step, Duration.ofNanos(System.nanoTime() - startedNanos));
  }

  void done(String step, Duration took) {
    line(String.format(Locale.ROOT, "  %-46s %6.1f s", step, took.toMillis() / 1e3));
  }

  void line(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }
}

package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.Platform;
import java.time.Duration;

/**
 * The platform's start as this program shows and ends it.
 *
 * @param goOn asked before each part; what it throws ends the start
 */
record StartSteps(Progress progress, Runnable goOn) implements Platform.Steps {
  @Override
  public void done(String step, Duration took) {
    progress.done(step, took);
  }

  @Override
  public void before(String step) {
    goOn.run();
  }
}

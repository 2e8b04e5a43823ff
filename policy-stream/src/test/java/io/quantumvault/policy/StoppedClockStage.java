package io.quantumvault.policy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;

/** The stage as a process of its own, at one instant: nothing grows old while a machine is slow. */
final class StoppedClockStage {
  private StoppedClockStage() {}

  /** Takes the instant, then settings as {@code name=value}. */
  public static void main(String[] args) {
    var settings = new HashMap<String, Object>();
    for (var setting : Arrays.asList(args).subList(1, args.length)) {
      int equals = setting.indexOf('=');
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    PolicyApplication.start(settings, InstantSource.fixed(Instant.parse(args[0])));
  }
}

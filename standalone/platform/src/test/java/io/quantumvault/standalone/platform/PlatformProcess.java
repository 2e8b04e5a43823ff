package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.nio.file.Path;

/** A platform in a process of its own, to be killed; says so when it is up. */
final class PlatformProcess {
  static final String UP = "platform is up";

  private PlatformProcess() {}

  @SuppressWarnings("SystemOut") // the other side reads this line
  public static void main(String[] args) throws IOException {
    Platform platform =
        Platform.start(PlatformSettings.onFreePorts(Path.of(args[0])).withCache(Path.of(args[1])));
    new Outbox(platform.postgres()).commitUnchecked("webhook-routes-v1", args[2]);
    System.out.println(UP);
    System.out.flush();
    var _ = System.in.read(); // stays until it is killed
  }
}

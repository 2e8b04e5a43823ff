package io.quantumvault.acceptance.dsl;

import java.io.IOException;

/** Signals that Java does not send by itself. */
final class Signals {
  private Signals() {}

  /** Sends one to a process of this installation; one that has ended meanwhile is no failure. */
  static void send(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

package io.quantumvault.signer.hardening;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** A {@link Victim} in a process of its own. */
final class VictimProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;
  private final List<String> missing = new ArrayList<>();

  /**
   * Starts one and waits until it is as hardened as it was told to be.
   *
   * @param how as the victim takes it
   */
  VictimProcess(OrdinaryUser user, List<String> flags, String how, String... more)
      throws IOException {
    var arguments = new ArrayList<>(List.of(how));
    arguments.addAll(List.of(more));
    process = user.start(flags, Victim.class, arguments.toArray(String[]::new));
    answers = process.inputReader();
    orders = process.outputWriter();
    var line = answers.readLine();
    while (line != null && !line.equals("ready")) {
      missing.add(line);
      line = answers.readLine();
    }
    if (line == null) {
      throw new AssertionError("no victim: " + missing);
    }
  }

  long pid() {
    return process.pid();
  }

  List<String> missing() {
    return missing;
  }

  /** Whether it could. */
  boolean can(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    var answer = answers.readLine();
    return switch (String.valueOf(answer)) {
      case "done" -> true;
      case "refused" -> false;
      default -> throw new AssertionError(order + ": " + answer);
    };
  }

  /** Gives an order that ends it; its exit code. */
  int endsBy(String order) throws IOException, InterruptedException {
    orders.write(order + "\n");
    orders.flush();
    return process.waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

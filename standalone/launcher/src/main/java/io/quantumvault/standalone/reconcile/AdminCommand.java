package io.quantumvault.standalone.reconcile;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The words after {@code qv admin reconcile} and {@code qv admin resolve}. */
public final class AdminCommand {
  private static final String DATA = "--data";

  private final Function<List<String>, Connections> system;
  private final Clock clock;
  private final String by;
  private final PrintStream out;

  /**
   * Takes how to reach the running system, by the options that name it.
   *
   * @param by the operating system's name of who runs this
   */
  public AdminCommand(
      Function<List<String>, Connections> system, Clock clock, String by, PrintStream out) {
    this.system = system;
    this.clock = clock;
    this.by = by;
    this.out = out;
  }

  /** {@code reconcile [WALLET] [--yes] [--marks-lost]}. */
  public int reconcile(List<String> args) {
    var rest = new ArrayList<>(args);
    boolean all = rest.remove("--yes");
    boolean marksLost = rest.remove("--marks-lost");
    var words = takeWords(rest);
    if (words.size() > 1) {
      throw new StartRefused(
          "qv admin reconcile takes one wallet; " + words.get(1) + " is one more.");
    }
    try (var connections = system.apply(rest)) {
      return new ReconcileCommand(new Reconciliation(connections, clock, by), out)
          .run(words.isEmpty() ? null : words.getFirst(), all, marksLost);
    }
  }

  /** {@code resolve INTENT CONFIRMED|FAILED|EXPIRED --reason TEXT}. */
  public int resolve(List<String> args) {
    var rest = new ArrayList<>(args);
    var reason = "";
    int at = rest.indexOf("--reason");
    if (at >= 0) {
      reason = at + 1 < rest.size() ? rest.get(at + 1) : "";
      rest.subList(at, Math.min(at + 2, rest.size())).clear();
    }
    var request = ResolveCommand.Request.of(takeWords(rest), reason);
    try (var connections = system.apply(rest)) {
      return new ResolveCommand(connections, clock, by, out).run(request);
    }
  }

  /** Takes out what is neither an option nor a data folder. */
  private static List<String> takeWords(List<String> args) {
    var words = new ArrayList<String>();
    for (int i = 0; i < args.size(); ) {
      boolean folder = i > 0 && args.get(i - 1).equals(DATA);
      if (!folder && !args.get(i).startsWith("--")) {
        words.add(args.remove(i));
      } else {
        i++;
      }
    }
    return words;
  }
}

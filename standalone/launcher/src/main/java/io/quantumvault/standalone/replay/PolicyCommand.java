package io.quantumvault.standalone.replay;

import io.quantumvault.policy.inbound.LimitsReader;
import io.quantumvault.policy.replay.History;
import io.quantumvault.policy.replay.Window;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;

/** {@code qv policy replay}: decides recorded alerts again. */
public final class PolicyCommand {
  private static final int DIFFERENT = 1;

  private final Records records;
  private final PrintStream out;

  /** Where the recorded alerts are. */
  @FunctionalInterface
  public interface Records {
    /**
     * Those of a bot.
     *
     * @param system the words that name the system they are of
     * @throws KafkaException if they cannot be read
     */
    History of(List<String> system, UUID bot, Window window);
  }

  /** Takes where to read, and where to tell of it. */
  public PolicyCommand(Records records, PrintStream out) {
    this.records = records;
    this.out = out;
  }

  /**
   * Runs {@code replay --bot B [--from T1] [--to T2] [--policy FILE]}.
   *
   * @return 0; 1 if a recorded decision is not given again
   * @throws StartRefused for words that are not understood, a bot that never had an alert, or a
   *     broker that cannot be read
   */
  public int run(List<String> words) {
    if (words.isEmpty() || !words.getFirst().equals("replay")) {
      throw new StartRefused("qv policy knows replay; see qv policy --help.");
    }
    var request = ReplayRequest.parse(words.subList(1, words.size()));
    return report(request, recorded(request));
  }

  private History recorded(ReplayRequest request) {
    try {
      return records.of(request.rest(), request.bot(), request.window());
    } catch (KafkaException e) {
      throw new StartRefused(
          "The records could not be read: " + e.getMessage() + "; ./qv status says what runs.", e);
    }
  }

  private int report(ReplayRequest request, History history) {
    var alerts = history.alerts();
    if (alerts.isEmpty() && request.window().equals(Window.ALL)) {
      throw new StartRefused(
          "No alert of bot " + request.bot() + " was ever recorded; is that its id?");
    }
    int exit = 0;
    var report = new ReplayReport(out);
    if (request.draft() == null) {
      exit = report.again(alerts) == 0 ? 0 : DIFFERENT;
    } else {
      var limits = LimitsReader.of(request.draft().policy());
      report.under(request.draft(), alerts, alert -> alert.under(limits));
    }
    if (history.refusedAtTheDoor() > 0) {
      out.printf(
          "Besides, refused at the door before any policy was asked: %d%n",
          history.refusedAtTheDoor());
    }
    return exit;
  }
}

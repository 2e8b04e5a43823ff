package io.quantumvault.policy.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.replay.History;
import io.quantumvault.policy.replay.Window;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.List;

/** Decides again, from the records alone, what the stage decided. */
final class Replays {
  private final History history = new History(Window.ALL);

  void signal(Signal signal) {
    history.signal(signal);
  }

  void intents(List<TradeIntentPayload> intents) {
    intents.forEach(history::intent);
  }

  void answers(List<RejectionRecord> answers) {
    answers.forEach(history::answer);
  }

  /** Word for word: it is the same build that reads what it wrote. */
  void check() {
    for (var alert : history.alerts()) {
      if (alert.isDecided()) {
        assertThat(alert.again()).as("%s", alert.signal()).isEqualTo(alert.outcome());
      }
    }
  }
}

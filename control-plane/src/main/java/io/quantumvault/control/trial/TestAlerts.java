package io.quantumvault.control.trial;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.bot.Bots;
import io.quantumvault.control.exchange.SignedIn;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** An owner tries an alert: it is read and decided as a real one, and never traded. */
public final class TestAlerts {
  private final Bots bots;
  private final AlertDoor door;
  private final TestDecisions decisions;
  private final Duration patience;

  /**
   * Takes where alerts go and where decisions come from.
   *
   * @param patience for a decision
   */
  public TestAlerts(Bots bots, AlertDoor door, TestDecisions decisions, Duration patience) {
    this.bots = bots;
    this.door = door;
    this.decisions = decisions;
    this.patience = patience;
  }

  /** What came of trying. */
  public sealed interface Tried {
    /** The stage has decided. */
    record Decided(UUID signalId, Map<String, Object> decision) implements Tried {}

    /** It has not yet; the owner's activity will tell. */
    record Undecided(UUID signalId) implements Tried {}

    /** The webhook would not have taken it; its own answer. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Refused(int status, byte[] problem) implements Tried {}
  }

  /** Tries an alert for a bot of the caller's, as its sender would write it. */
  public Outcome<Tried> alert(SignedIn me, UUID botId, String contentType, byte[] body) {
    return bots.find(me, botId).then(bot -> send(bot, contentType, body));
  }

  private Outcome<Tried> send(Bot bot, String contentType, byte[] body) {
    return switch (door.send(bot, contentType, body)) {
      case AlertDoor.Answer.Taken(UUID signalId) -> Outcome.done(decision(bot, signalId));
      case AlertDoor.Answer.Refused(int status, byte[] problem) ->
          Outcome.done(new Tried.Refused(status, problem));
      case AlertDoor.Answer.Unavailable() -> Outcome.refused(Refusal.TEST_ALERTS_UNAVAILABLE);
    };
  }

  private Tried decision(Bot bot, UUID signalId) {
    return decisions
        .await(bot.owner(), signalId, patience)
        .<Tried>map(entry -> new Tried.Decided(signalId, entry.summary()))
        .orElseGet(() -> new Tried.Undecided(signalId));
  }
}

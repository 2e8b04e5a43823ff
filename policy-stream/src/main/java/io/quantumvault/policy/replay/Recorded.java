package io.quantumvault.policy.replay;

import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.inbound.SignalReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.List;
import java.util.Objects;

/**
 * One recorded alert with the answer that was recorded to it.
 *
 * @param signal as it is in {@code signals-v1}
 */
public record Recorded(Signal signal, Answer answer) {
  /** What the topics hold for an alert. */
  public sealed interface Answer {
    /** First attempts of its orders, in the order of their parts; at least one. */
    record Sent(List<TradeIntentPayload> intents) implements Answer {}

    /** A refusal by the stage. */
    record Refused(SignalRejected rejected) implements Answer {}

    /** The answer to a dry run. */
    record Tested(TestDecided tested) implements Answer {}

    /** None yet. */
    record Missing() implements Answer {}
  }

  /** What was decided. */
  public Outcome outcome() {
    return switch (answer) {
      case Answer.Sent(var intents) -> Outcome.of(intents);
      case Answer.Refused(var rejected) -> Outcome.of(rejected);
      case Answer.Tested(var tested) -> Outcome.of(tested);
      case Answer.Missing() -> new Outcome.Unknown("no decision is recorded");
    };
  }

  /** Whether there is an answer that can be made again. */
  public boolean isDecided() {
    return !(answer instanceof Answer.Missing);
  }

  /** What the same function makes of it now, from the records alone. */
  public Outcome again() {
    return decided(Replay::decide);
  }

  /** What it would have been under other limits; see {@link Replay#decideUnder}. */
  public Outcome under(Limits limits) {
    return decided((alert, inputs) -> Replay.decideUnder(limits, alert, inputs));
  }

  private interface Deciding {
    io.quantumvault.policy.decision.Decision decide(Signal signal, DecisionInputs inputs)
        throws UnreadableRecord;
  }

  private Outcome decided(Deciding deciding) {
    try {
      SignalReader.read(signal.getAgentWallet(), signal);
    } catch (UnreadableRecord e) {
      return new Outcome.Malformed(Objects.toString(e.getMessage()));
    }
    try {
      return switch (answer) {
        case Answer.Sent(var intents) ->
            Outcome.of(deciding.decide(signal, intents.getFirst().getInputs()));
        case Answer.Refused(var rejected) when rejected.hasInputs() ->
            Outcome.of(deciding.decide(signal, rejected.getInputs()));
        case Answer.Tested(var tested) ->
            Outcome.of(deciding.decide(signal, tested.getInputs())).asTested();
        case Answer.Refused _, Answer.Missing _ ->
            new Outcome.Unknown("what a decision would look at is not recorded");
      };
    } catch (UnreadableRecord e) {
      return new Outcome.Unknown("the recorded inputs cannot be read: " + e.getMessage());
    }
  }
}

package io.quantumvault.policy.replay;

import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.inbound.InputsReader;
import io.quantumvault.policy.inbound.SignalReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.Signal;

/**
 * A recorded alert with what was looked at, decided again by the same pure function. It writes
 * nothing anywhere.
 */
public final class Replay {
  private Replay() {}

  /**
   * The decision as it was made.
   *
   * @throws UnreadableRecord if the records are not as the stages write them
   */
  public static Decision decide(Signal signal, DecisionInputs inputs) throws UnreadableRecord {
    return Decider.decide(request(signal, inputs));
  }

  /**
   * What it would have been under other limits, all else being as it was. What earlier alerts would
   * have changed is not followed up: position and counters are the recorded ones.
   *
   * @throws UnreadableRecord if the records are not as the stages write them
   */
  public static Decision decideUnder(Limits limits, Signal signal, DecisionInputs inputs)
      throws UnreadableRecord {
    var recorded = request(signal, inputs);
    return Decider.decide(
        new DecisionRequest(
            recorded.now(),
            recorded.alert(),
            under(limits, recorded.standing()),
            recorded.seen(),
            recorded.activity(),
            recorded.entries(),
            recorded.quotes(),
            recorded.account(),
            recorded.reservations()));
  }

  private static DecisionRequest request(Signal signal, DecisionInputs inputs)
      throws UnreadableRecord {
    var read = SignalReader.read(signal.getAgentWallet(), signal);
    return InputsReader.read(read.alert(), inputs);
  }

  private static Standing under(Limits limits, Standing standing) {
    var grant = standing.grant();
    return new Standing(
        standing.known(),
        standing.globallyFrozen(),
        standing.frozen(),
        standing.reduceOnly(),
        standing.flattening(),
        standing.stateVersion(),
        grant == null
            ? null
            : new GrantTerms(
                grant.grantId(),
                grant.startsAt(),
                grant.expiresAt(),
                grant.ended(),
                grant.policyVersion(),
                grant.policySha256(),
                grant.policy(),
                limits,
                true));
  }
}

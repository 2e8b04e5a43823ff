package io.quantumvault.signer.lane;

import static io.quantumvault.signer.claim.RefusalReason.VENUE_NOT_SUPPORTED;
import static io.quantumvault.signer.claim.RefusalReason.VENUE_UNREADABLE;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.LimitCheck;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueUnreadableException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Steps 3 and 4: the owner's evidence, the account read by the signer itself, every limit on it.
 */
public final class Planner {
  private final GrantEvidence evidence;
  private final StandingCheck standings;
  private final AccountReader accounts;
  private final Map<String, Venue> venues;
  private final ClaimStore ledger;
  private final long maxOracleAgeSlots;

  /** Takes what it looks at. */
  public Planner(
      GrantEvidence evidence,
      StandingCheck standings,
      AccountReader accounts,
      Map<String, Venue> venues,
      ClaimStore ledger,
      long maxOracleAgeSlots) {
    this.evidence = evidence;
    this.standings = standings;
    this.accounts = accounts;
    this.venues = Map.copyOf(venues);
    this.ledger = ledger;
    this.maxOracleAgeSlots = maxOracleAgeSlots;
  }

  /** What planning came to. */
  public sealed interface Plan {
    /** It may be done so. */
    record Ready(
        Material material,
        PolicyDocument policy,
        Venue venue,
        Reading reading,
        LimitCheck.Verdict.Fits fits)
        implements Plan {}

    /** It may not. */
    record Refused(Refusal refusal) implements Plan {}
  }

  /** Plans an intent that {@link StandingCheck} let pass, so that material and grant are there. */
  public Plan plan(Intent intent, Standing standing, Instant now) {
    var material = Objects.requireNonNull(standing.material());
    var grant = Objects.requireNonNull(material.grant());
    PolicyDocument policy;
    switch (evidence.check(material, grant)) {
      case GrantEvidence.Verdict.Unproven unproven -> {
        return new Plan.Refused(unproven.refusal());
      }
      case GrantEvidence.Verdict.Proven proven -> policy = proven.policy();
    }
    var venue = venues.get(material.venue());
    if (venue == null) {
      return new Plan.Refused(new Refusal(VENUE_NOT_SUPPORTED, "venue " + material.venue()));
    }
    Reading reading;
    try {
      reading =
          accounts.read(material.botId(), material.agentWallet(), material.account(), venue, 0);
    } catch (VenueUnreadableException e) {
      return new Plan.Refused(new Refusal(VENUE_UNREADABLE, String.valueOf(e.getMessage())));
    }
    var facts =
        new LimitCheck.Facts(
            intent,
            policy,
            reading.account(),
            reading.feeLamports(),
            ledger.ledger(intent, now),
            reading.opening(),
            standings.level(standing, material, intent.botId()),
            intent.origin() == Intent.Origin.FLATTEN && StandingCheck.flattening(intent, standing),
            maxOracleAgeSlots,
            now);
    return switch (LimitCheck.check(facts)) {
      case LimitCheck.Verdict.Exceeds exceeds -> new Plan.Refused(exceeds.refusal());
      case LimitCheck.Verdict.Fits fits -> new Plan.Ready(material, policy, venue, reading, fits);
    };
  }
}

package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.FROZEN;
import static io.quantumvault.signer.claim.RefusalReason.GLOBAL_FREEZE;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_EXPIRED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_MISSING;
import static io.quantumvault.signer.claim.RefusalReason.INTERNAL;
import static io.quantumvault.signer.claim.RefusalReason.LEDGER_BEHIND;
import static io.quantumvault.signer.claim.RefusalReason.OWNER_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.POLICY_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.ROLLED_BACK;
import static io.quantumvault.signer.claim.RefusalReason.SIGNING_MODE_NOT_SUPPORTED;
import static io.quantumvault.signer.claim.RefusalReason.STATE_BEHIND;
import static io.quantumvault.signer.claim.RefusalReason.UNKNOWN_BOT;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.Standing.Stop;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.StandingMark;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether execution is given at all: marks, freezes, grant, versions. Marks are read before the
 * rows, so that a change in between refuses rather than freezes. Asked without locks when an intent
 * is planned, and again under the locks right before its signature.
 */
public final class StandingCheck {
  private final ResumeEvidence resumes;
  private final PlatformMark platform;

  /** Takes what knows whether an owner ended a stop, and what the platform stream showed. */
  public StandingCheck(ResumeEvidence resumes, PlatformMark platform) {
    this.resumes = resumes;
    this.platform = platform;
  }

  /** The first thing that forbids the intent; reduce-only is left to {@link #level}. */
  public Optional<Refusal> refusal(Intent intent, Standing standing, Mark mark, Instant now) {
    return Optional.ofNullable(first(intent, standing, mark, now));
  }

  private @Nullable Refusal first(Intent intent, Standing standing, Mark mark, Instant now) {
    if (standing.platformFrozen() || platform.highest().frozen()) {
      return refuse(GLOBAL_FREEZE, "everything is frozen");
    }
    var material = standing.material();
    if (material == null) {
      return refuse(UNKNOWN_BOT, "no bot " + intent.botId() + " on wallet " + intent.agentWallet());
    }
    if (!material.owner().equals(intent.owner())) {
      return refuse(UNKNOWN_BOT, "the bot belongs to " + material.owner());
    }
    var marks = mark.standing();
    if (marks == null) {
      return refuse(STATE_BEHIND, "no snapshot of the wallet has been seen yet");
    }
    if (!standing.lockable()) {
      return refuse(INTERNAL, "the wallet's row in wallet_lock is missing");
    }
    var behind = behind(standing, mark, marks);
    if (behind != null) {
      return behind;
    }
    if (!marks.owner().equals(material.owner())) {
      return refuse(
          OWNER_CHANGED, "the wallet was " + marks.owner() + "'s, now it is " + material.owner());
    }
    var freeze = marks.freeze();
    if (freeze != null) {
      return refuse(FROZEN, "the signer froze this wallet: " + freeze.reason());
    }
    var lifted = lifted(standing, marks, material);
    if (lifted != null) {
      return lifted;
    }
    if (level(standing, marks, material, intent.botId()) == Level.FROZEN) {
      return refuse(FROZEN, "a stop freezes this bot");
    }
    if (material.signingMode() != Material.SERVER_SIDE) {
      return refuse(SIGNING_MODE_NOT_SUPPORTED, "signing mode " + material.signingMode());
    }
    return grant(intent, standing, material, marks, now);
  }

  /** Two stores that different people administer: whichever is behind was set back. */
  private @Nullable Refusal behind(Standing standing, Mark mark, StandingMark marks) {
    var hold = marks.hold();
    if (hold != null) {
      return refuse(
          LEDGER_BEHIND,
          "ledger and marks contradict each other since " + hold.at() + ": qv admin reconcile");
    }
    if (standing.lastSequence() < mark.hot().sequence()) {
      return refuse(
          LEDGER_BEHIND,
          "the ledger ends at event "
              + standing.lastSequence()
              + ", "
              + mark.hot().sequence()
              + " was published: qv admin reconcile");
    }
    return null;
  }

  /** Deleting a stop's row, or marking it resumed without the owner's signature, lifts nothing. */
  private @Nullable Refusal lifted(Standing standing, StandingMark marks, Material material) {
    for (var id : marks.stops().keySet()) {
      var row =
          standing.stops().stream().filter(stop -> stop.stopId().equals(id)).findAny().orElse(null);
      if (row == null) {
        return refuse(ROLLED_BACK, "stop " + id + " holds and is gone from the database");
      }
      if (row.resumedAt() != null && !ended(row, marks, material)) {
        return refuse(ROLLED_BACK, "stop " + id + " was ended without the owner's signature");
      }
    }
    return null;
  }

  private @Nullable Refusal grant(
      Intent intent, Standing standing, Material material, StandingMark marks, Instant now) {
    var grant = material.grant();
    var bot = marks.bot(intent.botId());
    if (grant != null && grant.wrappedEk() != null && bot.ended().containsKey(grant.grantId())) {
      return refuse(ROLLED_BACK, "grant " + grant.grantId() + " has ended before");
    }
    if (material.stateVersion() < marks.stateVersion()) {
      return below("state version", material.stateVersion(), marks.stateVersion());
    }
    if (standing.platformVersion() < platform.highest().version()) {
      return below("platform version", standing.platformVersion(), platform.highest().version());
    }
    if (grant == null || grant.wrappedEk() == null) {
      return refuse(GRANT_MISSING, "no grant lives");
    }
    if (grant.policyVersion() < bot.policyVersion()) {
      return below("policy version", grant.policyVersion(), bot.policyVersion());
    }
    if (!grant.grantId().equals(intent.grantId())) {
      return refuse(
          GRANT_CHANGED,
          "approved under grant " + intent.grantId() + ", now " + grant.grantId() + " lives");
    }
    return times(intent, grant, now);
  }

  private static @Nullable Refusal times(Intent intent, GrantMaterial grant, Instant now) {
    var until = until(intent.onlyReduces(), grant);
    if (!now.isBefore(until)) {
      return refuse(
          GRANT_EXPIRED,
          "the grant ended at "
              + grant.expiresAt()
              + (until.isAfter(grant.expiresAt()) ? ", its exits at " + until : ""));
    }
    if (now.isBefore(grant.startsAt())) {
      return refuse(GRANT_MISSING, "the grant starts at " + grant.startsAt());
    }
    if (grant.policyVersion() != intent.policyVersion()
        || !Arrays.equals(grant.policySha256(), intent.policySha256())) {
      return refuse(
          POLICY_CHANGED,
          "approved under policy version "
              + intent.policyVersion()
              + ", granted is "
              + grant.policyVersion());
    }
    return null;
  }

  /** Until when a grant gives its authority: to exits for the policy's minutes longer. */
  public static Instant until(boolean exit, GrantMaterial grant) {
    return exit ? grant.exitsUntil() : grant.expiresAt();
  }

  /**
   * The hardest stop in force for the bot: of the database and of the marks, unless the owner's own
   * signature ended it.
   */
  public Level level(Standing standing, StandingMark marks, Material material, UUID botId) {
    var level = Level.NONE;
    Set<UUID> ended = new HashSet<>();
    for (var stop : standing.stops()) {
      if (stop.resumedAt() != null && ended(stop, marks, material)) {
        ended.add(stop.stopId());
      } else if (stop.reaches(botId)) {
        level = level.and(Level.ofKind(stop.kind()));
      }
    }
    for (var seen : marks.stops().entrySet()) {
      if (seen.getValue().reaches(botId) && !ended.contains(seen.getKey())) {
        level = level.and(Level.ofKind(seen.getValue().kind()));
      }
    }
    return level;
  }

  /** Only the owner whom the marks remember can end a stop. */
  private boolean ended(Stop stop, StandingMark marks, Material material) {
    byte[] text = stop.resumeText();
    byte[] signature = stop.resumeSignature();
    return text != null
        && signature != null
        && resumes
            .endedAt(stop.stopId(), text, signature, marks.owner(), material.cluster())
            .isPresent();
  }

  /** Whether the FLATTEN stop an intent names is in force. */
  public static boolean flattening(Intent intent, Standing standing) {
    return standing.stops().stream()
        .anyMatch(stop ->
            stop.kind() == Stop.FLATTEN
                && stop.resumedAt() == null
                && Objects.equals(stop.stopId(), intent.stopId())
                && stop.reaches(intent.botId()));
  }

  private static Refusal below(String what, long here, long seen) {
    return refuse(STATE_BEHIND, what + " " + here + " is below " + seen);
  }

  private static Refusal refuse(RefusalReason reason, String detail) {
    return new Refusal(reason, detail);
  }
}

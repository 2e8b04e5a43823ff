package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.FROZEN;
import static io.quantumvault.signer.claim.RefusalReason.GLOBAL_FREEZE;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_EXPIRED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_MISSING;
import static io.quantumvault.signer.claim.RefusalReason.POLICY_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.ROLLED_BACK;
import static io.quantumvault.signer.claim.RefusalReason.SIGNING_MODE_NOT_SUPPORTED;
import static io.quantumvault.signer.claim.RefusalReason.UNKNOWN_BOT;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.Standing.Stop;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether execution is given at all: freezes, grant, versions. Asked twice with fresh rows under
 * both locks, when an intent is claimed and right before its signature.
 */
public final class StandingCheck {
  private final ResumeEvidence resumes;

  /** Takes what knows whether a stop's end was really signed by the owner. */
  public StandingCheck(ResumeEvidence resumes) {
    this.resumes = resumes;
  }

  /** The first thing that forbids the intent; reduce-only is left to {@link #level}. */
  public Optional<Refusal> refusal(Intent intent, Standing standing, Instant now) {
    return Optional.ofNullable(first(intent, standing, now));
  }

  private @Nullable Refusal first(Intent intent, Standing standing, Instant now) {
    if (standing.platformFrozen() || standing.marks().platformFrozen()) {
      return refuse(GLOBAL_FREEZE, "everything is frozen");
    }
    var material = standing.material();
    if (material == null) {
      return refuse(UNKNOWN_BOT, "no bot " + intent.botId() + " on wallet " + intent.agentWallet());
    }
    if (!material.owner().equals(intent.owner())) {
      return refuse(UNKNOWN_BOT, "the bot belongs to " + material.owner());
    }
    var frozen = standing.marks().frozenReason();
    if (frozen != null) {
      return refuse(FROZEN, "the signer froze this wallet: " + frozen);
    }
    if (level(standing, material, intent.botId()) == Level.FROZEN) {
      return refuse(FROZEN, "a stop freezes this bot");
    }
    if (material.signingMode() != Material.SERVER_SIDE) {
      return refuse(SIGNING_MODE_NOT_SUPPORTED, "signing mode " + material.signingMode());
    }
    return grant(intent, standing, material, now);
  }

  private static @Nullable Refusal grant(
      Intent intent, Standing standing, Material material, Instant now) {
    var marks = standing.marks();
    var grant = material.grant();
    if (material.stateVersion() < marks.stateVersion()) {
      return refuse(
          ROLLED_BACK,
          "state version " + material.stateVersion() + " is below " + marks.stateVersion());
    }
    if (standing.platformVersion() < marks.platformVersion()) {
      return refuse(
          ROLLED_BACK,
          "platform version "
              + standing.platformVersion()
              + " is below "
              + marks.platformVersion());
    }
    if (grant == null || grant.wrappedEk() == null) {
      return refuse(GRANT_MISSING, "no grant lives");
    }
    if (grant.sequence() <= marks.endedGrantSequence()
        || grant.sequence() <= material.highestEndedGrantSequence()) {
      return refuse(ROLLED_BACK, "grant number " + grant.sequence() + " has ended before");
    }
    if (grant.policyVersion() < marks.policyVersion()) {
      return refuse(
          ROLLED_BACK,
          "policy version " + grant.policyVersion() + " is below " + marks.policyVersion());
    }
    if (!grant.grantId().equals(intent.grantId())) {
      return refuse(
          GRANT_CHANGED,
          "approved under grant " + intent.grantId() + ", now " + grant.grantId() + " lives");
    }
    return times(intent, grant, now);
  }

  private static @Nullable Refusal times(Intent intent, GrantMaterial grant, Instant now) {
    if (!now.isBefore(grant.expiresAt())) {
      return refuse(GRANT_EXPIRED, "the grant ended at " + grant.expiresAt());
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

  /**
   * The hardest stop in force for the bot: of the database and of the stream, unless the owner's
   * own signature ended it. Deleting a row lifts nothing.
   */
  public Level level(Standing standing, Material material, UUID botId) {
    var level = Level.NONE;
    Set<UUID> ended = new HashSet<>();
    for (var stop : standing.stops()) {
      if (stop.resumedAt() != null && resumes.ended(stop, material)) {
        ended.add(stop.stopId());
      } else if (stop.reaches(botId)) {
        level = level.and(Level.ofKind(stop.kind()));
      }
    }
    for (var seen : standing.seenStops()) {
      boolean reaches = seen.botId() == null || seen.botId().equals(botId);
      if (reaches && !ended.contains(seen.stopId())) {
        level = level.and(Level.ofKind(seen.kind()));
      }
    }
    return level;
  }

  /** Whether the FLATTEN stop an intent names is in force. */
  public static boolean flattening(Intent intent, Standing standing) {
    return standing.stops().stream()
        .anyMatch(stop ->
            stop.kind() == Stop.FLATTEN
                && stop.resumedAt() == null
                && stop.stopId().equals(intent.stopId())
                && stop.reaches(intent.botId()));
  }

  private static Refusal refuse(RefusalReason reason, String detail) {
    return new Refusal(reason, detail);
  }
}

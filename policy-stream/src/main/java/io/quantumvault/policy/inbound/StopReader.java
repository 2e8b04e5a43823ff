package io.quantumvault.policy.inbound;

import io.quantumvault.schemas.proof.ResumeProof;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out what a stop in a snapshot means for a bot now. */
final class StopReader {
  private final ResumeProof proof;

  StopReader(ResumeProof proof) {
    this.proof = proof;
  }

  /** From the mildest to the hardest. */
  enum Effect {
    NONE,
    REDUCE_ONLY,
    FROZEN
  }

  Effect effect(AgentWalletState wallet, UUID botId) throws UnreadableRecord {
    var hardest = Effect.NONE;
    for (var stop : wallet.getStopsList()) {
      var effect = effect(wallet, stop);
      if (concerns(stop, botId) && effect.compareTo(hardest) > 0) {
        hardest = effect;
      }
    }
    return hardest;
  }

  /** The FLATTEN stop in force for the bot; the oldest of several. */
  @Nullable UUID flattening(AgentWalletState wallet, UUID botId) throws UnreadableRecord {
    for (var stop : wallet.getStopsList()) {
      if (stop.getKind() == StopKind.STOP_KIND_FLATTEN
          && concerns(stop, botId)
          && !resumed(wallet, stop)) {
        return Fields.id("stop id", stop.getStopId());
      }
    }
    return null;
  }

  private static boolean concerns(Stop stop, UUID botId) throws UnreadableRecord {
    return switch (stop.getScope()) {
      case STOP_SCOPE_BOT -> Fields.id("bot of a stop", stop.getBotId()).equals(botId);
      case STOP_SCOPE_AGENT_WALLET, STOP_SCOPE_OWNER -> true;
      case STOP_SCOPE_UNSPECIFIED, UNRECOGNIZED -> throw unknown(stop.getScope());
    };
  }

  private Effect effect(AgentWalletState wallet, Stop stop) throws UnreadableRecord {
    boolean byStaff =
        switch (stop.getOrigin()) {
          case STOP_ORIGIN_STAFF -> true;
          case STOP_ORIGIN_OWNER, STOP_ORIGIN_STOP_CODE, STOP_ORIGIN_AUTOMATIC -> false;
          case STOP_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> throw unknown(stop.getOrigin());
        };
    boolean resumed = resumed(wallet, stop);
    if (resumed && !byStaff) {
      return Effect.NONE;
    }
    return switch (stop.getKind()) {
      // An owner alone turns a staff freeze into reduce-only, no further.
      case STOP_KIND_FREEZE -> resumed ? Effect.REDUCE_ONLY : Effect.FROZEN;
      case STOP_KIND_REDUCE_ONLY, STOP_KIND_FLATTEN -> Effect.REDUCE_ONLY;
      case STOP_KIND_UNSPECIFIED, UNRECOGNIZED -> throw unknown(stop.getKind());
    };
  }

  /** Only the owner's own signature over a text that names this stop gives execution back. */
  private boolean resumed(AgentWalletState wallet, Stop stop) throws UnreadableRecord {
    return stop.hasResume()
        && proof.check(
                Fields.id("stop id", stop.getStopId()),
                stop.getResume().getSignedText().toByteArray(),
                stop.getResume().getOwnerSignature().toByteArray(),
                wallet.getCluster(),
                wallet.getOwner())
            instanceof ResumeProof.Result.Proven;
  }

  private static UnreadableRecord unknown(StopScope scope) {
    return new UnreadableRecord("unknown scope of a stop: " + scope.name());
  }

  private static UnreadableRecord unknown(StopOrigin origin) {
    return new UnreadableRecord("unknown origin of a stop: " + origin.name());
  }

  private static UnreadableRecord unknown(StopKind kind) {
    return new UnreadableRecord("unknown kind of a stop: " + kind.name());
  }
}

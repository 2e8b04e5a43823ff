package io.quantumvault.policy.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.text.SiwsMessage;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import java.util.Set;
import java.util.UUID;

/** Finds out what a stop in a snapshot means for a bot now. */
final class StopReader {
  private final Set<String> origins;
  private final OwnerSignatures signatures;

  StopReader(Set<String> origins, OwnerSignatures signatures) {
    this.origins = origins;
    this.signatures = signatures;
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
      var effect = effect(wallet.getOwner(), stop);
      if (concerns(stop, botId) && effect.compareTo(hardest) > 0) {
        hardest = effect;
      }
    }
    return hardest;
  }

  private static boolean concerns(Stop stop, UUID botId) throws UnreadableRecord {
    return switch (stop.getScope()) {
      case STOP_SCOPE_BOT -> Fields.id("bot of a stop", stop.getBotId()).equals(botId);
      case STOP_SCOPE_AGENT_WALLET, STOP_SCOPE_OWNER -> true;
      case STOP_SCOPE_UNSPECIFIED, UNRECOGNIZED -> throw unknown(stop.getScope());
    };
  }

  private Effect effect(String owner, Stop stop) throws UnreadableRecord {
    boolean byStaff =
        switch (stop.getOrigin()) {
          case STOP_ORIGIN_STAFF -> true;
          case STOP_ORIGIN_OWNER, STOP_ORIGIN_STOP_CODE, STOP_ORIGIN_AUTOMATIC -> false;
          case STOP_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> throw unknown(stop.getOrigin());
        };
    boolean resumed = resumed(owner, stop);
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
  private boolean resumed(String owner, Stop stop) {
    if (!stop.hasResume() || !stop.getResume().getStopId().equals(stop.getStopId())) {
      return false;
    }
    byte[] text = stop.getResume().getSignedText().toByteArray();
    return SiwsMessage.parse(new String(text, UTF_8))
            .filter(message -> message.address().equals(owner))
            .filter(message -> origins.contains(message.domain()))
            .filter(message ->
                message.resources().contains("urn:quantumvault:stop:" + stop.getStopId()))
            .filter(message ->
                message.resources().contains("urn:quantumvault:purpose:resume_execution"))
            .isPresent()
        && signatures.valid(owner, text, stop.getResume().getOwnerSignature().toByteArray());
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

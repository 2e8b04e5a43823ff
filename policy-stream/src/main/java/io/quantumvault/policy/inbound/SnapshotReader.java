package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.schemas.proof.GrantProof;
import io.quantumvault.schemas.proof.ResumeProof;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.SigningMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code execution-state-v1}. One thread uses one reader. */
public final class SnapshotReader {
  private final GrantReader grants;
  private final StopReader stops;

  /**
   * @param origins the domains at which owners may have signed, such as {@code localhost:8080}
   */
  public SnapshotReader(Set<String> origins) {
    var signatures = new OwnerSignatures();
    this.grants = new GrantReader(new GrantProof(origins, signatures));
    this.stops = new StopReader(new ResumeProof(origins, signatures));
  }

  /** The wallet of a record key, if it is one. */
  public static Optional<String> wallet(byte @Nullable [] key) {
    return Fields.wallet(key);
  }

  /** The snapshot of a wallet, if every part of it can be understood. */
  public Snapshot read(String wallet, byte @Nullable [] value) throws UnreadableRecord {
    var state = Fields.message(AgentWalletState.parser(), value);
    if (!state.getAgentWallet().equals(wallet)) {
      throw new UnreadableRecord("the key is not the snapshot's wallet");
    }
    if (state.getSigningMode() == SigningMode.SIGNING_MODE_UNSPECIFIED
        || state.getSigningMode() == SigningMode.UNRECOGNIZED) {
      throw new UnreadableRecord("unknown signing mode");
    }
    var bots = new HashMap<UUID, Snapshot.BotTerms>();
    if (!state.getDeleted()) {
      for (var bot : state.getBotsList()) {
        var botId = Fields.id("bot id", bot.getBotId());
        bots.put(botId, terms(state, botId, bot));
      }
    }
    long version = Fields.count("state version", state.getStateVersion());
    var occurredAt = Instant.ofEpochMilli(state.getEnvelope().getOccurredAtMs());
    return new Snapshot(version, occurredAt, state.getOwner(), bots);
  }

  private Snapshot.BotTerms terms(AgentWalletState wallet, UUID botId, BotState bot)
      throws UnreadableRecord {
    var effect = stops.effect(wallet, botId);
    GrantTerms grant = bot.hasGrant() ? grants.read(wallet, botId, bot) : null;
    return new Snapshot.BotTerms(
        effect == StopReader.Effect.FROZEN,
        effect == StopReader.Effect.REDUCE_ONLY,
        stops.flattening(wallet, botId),
        grant);
  }
}

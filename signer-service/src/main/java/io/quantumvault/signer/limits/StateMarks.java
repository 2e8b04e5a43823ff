package io.quantumvault.signer.limits;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a wallet's snapshot says that must never be taken back. */
public record StateMarks(
    String agentWallet, long stateVersion, List<BotMark> bots, List<StopMark> stops) {
  /** Copies the lists. */
  public StateMarks {
    bots = List.copyOf(bots);
    stops = List.copyOf(stops);
  }

  /** A bot's highest granted policy version and highest ended grant. */
  public record BotMark(UUID botId, long policyVersion, long endedGrantSequence) {}

  /**
   * A stop.
   *
   * @param ended whether the owner's own signature ended it
   * @param automatic whether it answers a freeze of the signer
   */
  public record StopMark(
      UUID stopId, @Nullable UUID botId, int kind, boolean ended, boolean automatic, long atMs) {}
}

package io.quantumvault.signer.marks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wallet's snapshot of the state stream, as far as marks are raised by it.
 *
 * @param owner never empty: a mark without an owner takes on the first that a snapshot names
 */
public record Snapshot(
    String agentWallet,
    String owner,
    String cluster,
    long stateVersion,
    List<Bot> bots,
    List<Stop> stops) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException without an owner
   */
  public Snapshot {
    if (owner.isEmpty()) {
      throw new IllegalArgumentException("a snapshot without an owner");
    }
    bots = List.copyOf(bots);
    stops = List.copyOf(stops);
  }

  /**
   * A bot.
   *
   * @param policyVersion of the live grant; 0 without one
   * @param endedGrants by id, with their expiry
   */
  public record Bot(
      UUID botId,
      BotMark.@Nullable LiveGrant live,
      long policyVersion,
      Map<UUID, Instant> endedGrants) {}

  /**
   * A stop.
   *
   * @param botId null for the whole wallet
   */
  public record Stop(
      UUID stopId, @Nullable UUID botId, int kind, int origin, @Nullable Resume resume) {}

  /** The text an owner signed to end a stop, and their signature. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Resume(byte[] text, byte[] signature) {}
}

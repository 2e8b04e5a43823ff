package io.quantumvault.signer.limits;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything in the database that gives or takes execution for one bot.
 *
 * @param material null when the bot or its wallet is not there
 * @param stops the wallet's stops that hold, and those ended ones that the marks say hold
 * @param lockable whether the wallet's row that exists to be locked is there
 * @param lastSequence the wallet's last event in the ledger
 */
public record Standing(
    @Nullable Material material,
    List<Stop> stops,
    boolean platformFrozen,
    long platformVersion,
    boolean lockable,
    long lastSequence) {
  /** Copies the list. */
  public Standing {
    stops = List.copyOf(stops);
  }

  /** How hard stops are. */
  public enum Level {
    NONE,
    REDUCE_ONLY,
    FROZEN;

    /** The level of a stop kind as the database numbers it; an unknown kind freezes. */
    static Level ofKind(int kind) {
      return kind == 1 || kind == 2 ? REDUCE_ONLY : FROZEN;
    }

    /** The harder of two. */
    public Level and(Level other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** A stop row; null bot means the whole wallet. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stop(
      UUID stopId,
      @Nullable UUID botId,
      int kind,
      @Nullable Instant resumedAt,
      byte @Nullable [] resumeText,
      byte @Nullable [] resumeSignature) {

    /** FLATTEN as the database numbers it. */
    public static final int FLATTEN = 2;

    boolean reaches(UUID bot) {
      return botId == null || botId.equals(bot);
    }
  }
}

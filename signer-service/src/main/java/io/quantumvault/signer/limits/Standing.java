package io.quantumvault.signer.limits;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that gives or takes execution for one bot, read under both locks.
 *
 * @param material null when the bot or its wallet is not there
 * @param stops the wallet's stops as the database has them, ended ones too
 * @param seenStops stops the state stream showed, for what the database may have lost
 */
public record Standing(
    @Nullable Material material,
    List<Stop> stops,
    List<SeenStop> seenStops,
    boolean platformFrozen,
    long platformVersion,
    Marks marks) {
  /** Copies the lists. */
  public Standing {
    stops = List.copyOf(stops);
    seenStops = List.copyOf(seenStops);
  }

  /** How far a stop reaches and how hard it is. */
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

  /** A stop the stream showed and no verified resume has ended. */
  public record SeenStop(UUID stopId, @Nullable UUID botId, int kind) {}

  /** The highest marks seen; anything lower is a rollback. */
  public record Marks(
      long stateVersion,
      long policyVersion,
      long endedGrantSequence,
      long platformVersion,
      boolean platformFrozen,
      @Nullable String frozenReason) {}
}

package io.quantumvault.signer.marks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet's snapshots once said and no later one takes back: who owns it, which grants ended,
 * which stops hold, what its bots' days opened with, and the signer's own freeze. Rule: the page
 * docs/signer.md, rollback.
 *
 * @param owner of the first snapshot ever seen; only their signature counts
 * @param version rises with every change
 * @param stops those that no verified resume has ended
 * @param endedStops those whose resume was verified, as long as snapshots name them
 * @param freeze the signer's own, with its first reason
 * @param hold ledger and marks contradict each other
 */
public record StandingMark(
    String owner,
    long stateVersion,
    long version,
    Map<UUID, BotMark> bots,
    Map<UUID, StopMark> stops,
    Set<UUID> endedStops,
    @Nullable Freeze freeze,
    @Nullable Hold hold) {

  /** Longer than anything could be signed under an expired grant: its exits live 24 h at most. */
  static final Duration REMEMBERED_AFTER_EXPIRY = Duration.ofHours(24).plusMinutes(15);

  /** Why a wallet is frozen until a readable snapshot of it comes. */
  public static final String UNREADABLE_SNAPSHOT = "its snapshot cannot be read";

  private static final int STAFF = 3;
  private static final int AUTOMATIC = 4;

  /** A stop; null bot means the whole wallet. Kind and origin as the state stream numbers them. */
  public record StopMark(@Nullable UUID botId, int kind, int origin) {
    /** Whether it holds for a bot. */
    public boolean reaches(UUID bot) {
      return botId == null || botId.equals(bot);
    }
  }

  /** The signer's own freeze. */
  public record Freeze(String reason, Instant at) {}

  /** What the ledger had, and what it must have. */
  public record Hold(long ledgerSequence, long markSequence, Instant at) {
    /** Cuts the time to what a record carries, so that an order can name this very hold. */
    public Hold {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** Whether the owner's signature ended a stop. */
  public interface ResumeCheck {
    /**
     * When the owner signed the end of this very stop, as they signed it; empty if they did not.
     */
    Optional<Instant> endedAt(
        UUID stopId, byte[] text, byte[] signature, String owner, String cluster);
  }

  /** Copies the collections. */
  public StandingMark {
    bots = Map.copyOf(bots);
    stops = Map.copyOf(stops);
    endedStops = Set.copyOf(endedStops);
  }

  /** The mark of a wallet that is seen for the first time. */
  static StandingMark first(String owner) {
    return new StandingMark(owner, 0, 0, Map.of(), Map.of(), Set.of(), null, null);
  }

  /** What holds after a snapshot; an older one changes nothing, one of another owner freezes. */
  StandingMark raised(Snapshot snapshot, ResumeCheck resumes, Instant now) {
    if (owner.isEmpty()) {
      // It was frozen or held before anybody knew whose it is.
      return new StandingMark(
              snapshot.owner(), stateVersion, version, bots, stops, endedStops, freeze, hold)
          .raised(snapshot, resumes, now);
    }
    if (!snapshot.owner().equals(owner)) {
      return frozen("a snapshot names the owner " + snapshot.owner() + ", not " + owner, now);
    }
    if (snapshot.stateVersion() < stateVersion) {
      return this;
    }
    var open = new HashMap<>(stops);
    var ended = new HashSet<UUID>();
    var thawed = thawedByReading();
    for (var stop : snapshot.stops()) {
      boolean known = endedStops.contains(stop.stopId());
      var endedAt = known ? Optional.<Instant>empty() : endedAt(stop, snapshot, resumes);
      if (known || endedAt.isPresent()) {
        ended.add(stop.stopId());
        open.remove(stop.stopId());
        if (thaws(stop, endedAt, thawed)) {
          thawed = null;
        }
      } else {
        open.merge(
            stop.stopId(),
            new StopMark(stop.botId(), stop.kind(), stop.origin()),
            StandingMark::stricter);
      }
    }
    return changed(snapshot.stateVersion(), bots(snapshot, now), open, ended, thawed, hold);
  }

  private static Optional<Instant> endedAt(
      Snapshot.Stop stop, Snapshot snapshot, ResumeCheck resumes) {
    var resume = stop.resume();
    return resume == null
        ? Optional.empty()
        : resumes.endedAt(
            stop.stopId(), resume.text(), resume.signature(), snapshot.owner(), snapshot.cluster());
  }

  /**
   * The stop that came of the freeze, or one of the whole wallet: no stop may have come of it, and
   * then its owner makes one to end it. What they signed before the freeze was not meant for it,
   * whatever a record says.
   */
  private static boolean thaws(
      Snapshot.Stop stop, Optional<Instant> endedAt, @Nullable Freeze freeze) {
    return freeze != null
        && (stop.origin() == AUTOMATIC || stop.botId() == null)
        && endedAt
            .filter(at -> !at.isBefore(freeze.at().truncatedTo(ChronoUnit.MILLIS)))
            .isPresent();
  }

  /** Only what staff froze may become milder without the owner's signature. */
  private static StopMark stricter(StopMark known, StopMark told) {
    return known.origin() == STAFF || told.kind() >= known.kind()
        ? new StopMark(known.botId(), told.kind(), known.origin())
        : known;
  }

  private Map<UUID, BotMark> bots(Snapshot snapshot, Instant now) {
    var all = new HashMap<UUID, BotMark>();
    for (var bot : snapshot.bots()) {
      all.put(bot.botId(), bots.getOrDefault(bot.botId(), BotMark.NONE).raised(bot, now));
    }
    bots.forEach((id, known) -> {
      if (!all.containsKey(id)) {
        var gone = known.raised(new Snapshot.Bot(id, null, 0, Map.of()), now);
        if (!gone.empty()) {
          all.put(id, gone);
        }
      }
    });
    return all;
  }

  private @Nullable Freeze thawedByReading() {
    return freeze != null && freeze.reason().equals(UNREADABLE_SNAPSHOT) ? null : freeze;
  }

  /** The first reason stays. */
  StandingMark frozen(String reason, Instant now) {
    return freeze != null
        ? this
        : changed(stateVersion, bots, stops, endedStops, new Freeze(reason, now), hold);
  }

  /** The first contradiction stays. */
  StandingMark held(Hold contradiction) {
    return hold != null
        ? this
        : changed(stateVersion, bots, stops, endedStops, freeze, contradiction);
  }

  /**
   * Not held any more, if this is the hold. The version goes on above what the ledger knows, where
   * that is more: marks that were lost begin anew.
   */
  StandingMark released(Hold ended, long aboveVersion) {
    if (!ended.equals(hold)) {
      return this;
    }
    return new StandingMark(
        owner,
        stateVersion,
        Math.max(version, aboveVersion) + 1,
        bots,
        stops,
        endedStops,
        freeze,
        null);
  }

  /** The opening of a day is fixed once. */
  StandingMark opened(UUID botId, DayOpening opening) {
    var all = new HashMap<>(bots);
    all.put(botId, bots.getOrDefault(botId, BotMark.NONE).with(opening));
    return changed(stateVersion, all, stops, endedStops, freeze, hold);
  }

  /** The bot's marks. */
  public BotMark bot(UUID botId) {
    return bots.getOrDefault(botId, BotMark.NONE);
  }

  private StandingMark changed(
      long newStateVersion,
      Map<UUID, BotMark> newBots,
      Map<UUID, StopMark> newStops,
      Set<UUID> newEndedStops,
      @Nullable Freeze newFreeze,
      @Nullable Hold newHold) {
    var next =
        new StandingMark(
            owner, newStateVersion, version, newBots, newStops, newEndedStops, newFreeze, newHold);
    return next.equals(this)
        ? this
        : new StandingMark(
            owner,
            newStateVersion,
            version + 1,
            newBots,
            newStops,
            newEndedStops,
            newFreeze,
            newHold);
  }
}

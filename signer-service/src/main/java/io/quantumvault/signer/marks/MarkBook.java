package io.quantumvault.signer.marks;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The marks of all wallets of one partition, as long as this worker holds it. What changes is
 * listed for whoever writes it to Kafka.
 */
public final class MarkBook {
  private final StandingMark.ResumeCheck resumes;
  private final InstantSource clock;
  private final Map<String, StandingMark> standing = new HashMap<>();
  private final Map<String, HotMark> hot = new HashMap<>();
  private final Map<String, Long> written = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private long statePosition;
  private Runnable onChange = () -> {};

  /** Takes what verifies the end of a stop. */
  public MarkBook(StandingMark.ResumeCheck resumes, InstantSource clock) {
    this.resumes = resumes;
    this.clock = clock;
  }

  /** What Kafka acknowledged of a wallet: the last event, and the version of the standing mark. */
  public record Acknowledged(long sequence, long version) {}

  /** A changed mark of a wallet. */
  public record Changed(String agentWallet, StandingMark mark) {}

  /** Who is told that marks wait to be written. */
  public synchronized void onChange(Runnable told) {
    onChange = told;
  }

  /** A mark as Kafka had it. */
  public synchronized void load(String agentWallet, StandingMark mark) {
    standing.put(agentWallet, mark);
    written.put(agentWallet, mark.version());
  }

  /** A mark as Kafka had it. */
  public synchronized void load(String agentWallet, HotMark mark) {
    hot.put(agentWallet, mark);
  }

  /**
   * Every record of the partition's state below this offset has raised the marks. Lower than before
   * if the topic was made anew; to read more of it again does no harm.
   */
  public synchronized void tookState(long nextOffset) {
    statePosition = nextOffset;
  }

  /** Up to where the partition's state has raised the marks; 0 for nothing. */
  public synchronized long statePosition() {
    return statePosition;
  }

  /**
   * Where a start reads the partition's state on: from its beginning while the signer's own freeze
   * holds a wallet, since what could not be read or was not believed may be by now.
   */
  public synchronized long startPosition() {
    return standing.values().stream().anyMatch(mark -> mark.freeze() != null) ? 0 : statePosition;
  }

  /** The wallet's marks now. */
  public synchronized Mark of(String agentWallet) {
    return new Mark(standing.get(agentWallet), hot.getOrDefault(agentWallet, HotMark.NONE));
  }

  /** All wallets with a hot mark, by name. */
  public synchronized Map<String, HotMark> hotMarks() {
    return Map.copyOf(hot);
  }

  /** Takes a snapshot of the state stream. */
  public synchronized void raise(Snapshot snapshot) {
    var known = standing.get(snapshot.agentWallet());
    // The first record of a wallet says whose it is; its marks are new, whatever it says.
    var before = known == null ? StandingMark.first(snapshot.owner()) : known;
    put(snapshot.agentWallet(), known, before.raised(snapshot, resumes, clock.instant()));
  }

  /** Freezes a wallet that was seen; the first reason stays. */
  public synchronized void freeze(String agentWallet, String reason) {
    change(agentWallet, mark -> mark.frozen(reason, clock.instant()));
  }

  /** Holds a wallet whose ledger and marks contradict each other. */
  public synchronized void hold(String agentWallet, long ledgerSequence, long markSequence) {
    change(
        agentWallet,
        mark -> mark.held(new StandingMark.Hold(ledgerSequence, markSequence, clock.instant())));
  }

  /** Ends this hold of a wallet, and no other. */
  public synchronized void release(String agentWallet, StandingMark.Hold ended, long aboveVersion) {
    change(agentWallet, mark -> mark.released(ended, aboveVersion));
  }

  private void change(String agentWallet, UnaryOperator<StandingMark> change) {
    var known = standing.get(agentWallet);
    // Without an owner nobody's signature counts until a snapshot says who it is.
    var before = known == null ? StandingMark.first("") : known;
    put(agentWallet, known, change.apply(before));
  }

  private void put(String agentWallet, @Nullable StandingMark known, StandingMark next) {
    if (!next.equals(known)) {
      standing.put(agentWallet, next);
      changed.add(agentWallet);
      onChange.run();
    }
  }

  /** The opening of the candidate's day: what was fixed before, or else the candidate. */
  public synchronized DayOpening opening(String agentWallet, UUID botId, DayOpening candidate) {
    var known = standing.get(agentWallet);
    var fixed = known == null ? null : known.bot(botId).opening();
    if (fixed != null && !fixed.day().isBefore(candidate.day())) {
      return fixed;
    }
    change(agentWallet, mark -> mark.opened(botId, candidate));
    return candidate;
  }

  /** What Kafka acknowledged. */
  public synchronized void acknowledged(String agentWallet, long sequence, long slot) {
    hot.merge(
        agentWallet,
        new HotMark(sequence, slot),
        (known, more) -> known.raised(more.sequence(), more.slot()));
  }

  /** What Kafka acknowledged. */
  public synchronized void acknowledged(List<Changed> changes) {
    changes.forEach(c -> written.merge(c.agentWallet(), c.mark().version(), Math::max));
  }

  /** What is known to be acknowledged. */
  public synchronized Acknowledged acknowledged(String agentWallet) {
    return new Acknowledged(
        hot.getOrDefault(agentWallet, HotMark.NONE).sequence(),
        written.getOrDefault(agentWallet, 0L));
  }

  /** The highest slot of a wallet, to be written with its next event. */
  public synchronized void saw(String agentWallet, long slot) {
    hot.merge(agentWallet, new HotMark(0, slot), (known, more) -> known.raised(0, more.slot()));
  }

  /** Takes the changes that wait to be written. */
  public synchronized List<Changed> takeChanged() {
    var taken = new ArrayList<Changed>();
    for (var wallet : changed) {
      var mark = standing.get(wallet);
      if (mark != null) {
        taken.add(new Changed(wallet, mark));
      }
    }
    changed.clear();
    return taken;
  }

  /** They were not written after all. */
  public synchronized void putBack(List<Changed> notWritten) {
    notWritten.forEach(change -> changed.add(change.agentWallet()));
  }

  /** Wallets that are held, for health. */
  public synchronized List<String> held() {
    return standing.entrySet().stream()
        .filter(e -> e.getValue().hold() != null)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}

package io.quantumvault.solana.rpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which slot and height the chain should be at by now, as far as earlier answers and the measured
 * time of a slot tell. A slot that is far from that is not believed; answers that go on agreeing
 * with each other for some seconds, with none in between that was expected, are, since then it is
 * the expectation that was wrong (a chain that stood still, a first answer that lied). So one lying
 * answer changes nothing, nor does a burst of them, and nothing stays stuck behind one.
 */
public final class ChainClock {
  /** How far a slot may be from what is expected. */
  public static final long SLOTS_OFF = 150;

  /** How far a last valid block height may be from the height. */
  public static final long HEIGHT_OFF = 300;

  private static final int AGREEING = 3;
  private static final Duration AGREEING_FOR = Duration.ofSeconds(5);

  /** How far behind the newest slot a node that keeps up may answer: finality took as many once. */
  private static final long KEEPING_UP = 32;

  private static final Duration FIRST_GUESS = Duration.ofMillis(200);
  private static final Duration LEAST_SLOT_TIME = Duration.ofMillis(50);
  private static final Duration MOST_SLOT_TIME = Duration.ofSeconds(2);
  private static final Duration MEASURE_OVER = Duration.ofSeconds(20);

  private final InstantSource clock;
  private Duration slotTime = FIRST_GUESS;
  private @Nullable At anchor;
  private @Nullable At measuredFrom;
  private @Nullable At other;
  private Instant agreeingSince = Instant.MAX;
  private int agreeing;
  private @Nullable At skipped;

  private record At(Instant at, long slot) {
    long expected(Instant now, Duration slotTime) {
      return slot + Duration.between(at, now).toNanos() / slotTime.toNanos();
    }
  }

  /** Takes a clock that does not jump. */
  public ChainClock(InstantSource clock) {
    this.clock = clock;
  }

  /** How long a slot takes, as measured; a guess of 200 ms before. */
  public synchronized Duration slotTime() {
    return slotTime;
  }

  /** The slot that the chain should be at; empty before the first answer. */
  public synchronized OptionalLong expectedSlot() {
    return anchor == null
        ? OptionalLong.empty()
        : OptionalLong.of(anchor.expected(clock.instant(), slotTime));
  }

  /** What the network's own samples say; nonsense is left out. */
  synchronized void measured(Duration time) {
    if (time.compareTo(LEAST_SLOT_TIME) >= 0 && time.compareTo(MOST_SLOT_TIME) <= 0) {
      slotTime = time;
    }
  }

  /** Begins with this slot, which several endpoints were asked for. */
  synchronized void begin(long slot) {
    anchor = new At(clock.instant(), slot);
    measuredFrom = anchor;
    other = null;
  }

  /** Whether an answer's slot is believed; learns from it. */
  synchronized boolean believes(long slot) {
    var now = clock.instant();
    if (anchor == null) {
      begin(slot);
      return true;
    }
    long expected = anchor.expected(now, slotTime);
    if (isWithin(slot, expected, SLOTS_OFF)) {
      other = null;
      anchor = new At(now, expected + (slot - expected) / 2);
      measure(now, slot);
      return true;
    }
    boolean agrees = other != null && isWithin(slot, other.expected(now, slotTime), SLOTS_OFF);
    agreeing = agrees ? agreeing + 1 : 1;
    agreeingSince = agrees ? agreeingSince : now;
    other = new At(now, slot);
    if (agreeing < AGREEING || now.isBefore(agreeingSince.plus(AGREEING_FOR))) {
      return false;
    }
    begin(slot);
    return true;
  }

  /** Whether a slot that may lie some way back, such as a finalized one, is believed. */
  synchronized boolean couldBe(long slot) {
    return anchor == null || isWithin(slot, anchor.expected(clock.instant(), slotTime), SLOTS_OFF);
  }

  /**
   * From which slot on answers may be asked for where this one is wanted. One that lies far ahead
   * was once told by a node that lied: it would be waited for for ever, and is replaced by one that
   * every node which keeps up has reached.
   */
  synchronized long reachable(long slot) {
    if (anchor == null) {
      return slot;
    }
    long expected = anchor.expected(clock.instant(), slotTime);
    return slot > expected + SLOTS_OFF ? Math.max(0, expected - KEEPING_UP) : slot;
  }

  /** Of one answer: how many slots had no block. */
  synchronized void saw(long slot, long blockHeight) {
    skipped = new At(clock.instant(), slot - blockHeight);
  }

  /** The block height that the chain should be at, if it was seen at most this long ago. */
  synchronized OptionalLong expectedHeight(Duration atMostAgo) {
    var now = clock.instant();
    return skipped == null || anchor == null || skipped.at().plus(atMostAgo).isBefore(now)
        ? OptionalLong.empty()
        : OptionalLong.of(anchor.expected(now, slotTime) - skipped.slot());
  }

  /**
   * Whether a transaction may be valid up to this height; a fantasy would never expire, or at once.
   */
  boolean believesLastValid(long blockHeight, long currentHeight) {
    return isWithin(blockHeight, currentHeight, HEIGHT_OFF);
  }

  /** The height was contradicted: it is asked for again. */
  synchronized void forgetHeight() {
    skipped = null;
  }

  private void measure(Instant now, long slot) {
    var from = measuredFrom;
    if (from == null) {
      return;
    }
    var over = Duration.between(from.at(), now);
    if (over.compareTo(MEASURE_OVER) >= 0) {
      if (slot > from.slot()) {
        measured(over.dividedBy(slot - from.slot()));
      }
      measuredFrom = new At(now, slot);
    }
  }

  /** Without overflow: the numbers are another machine's. */
  private static boolean isWithin(long a, long b, long most) {
    return a >= b - most && a <= b + most;
  }
}

package io.quantumvault.policy.book;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One id that is remembered of an alert, and for how long.
 *
 * @param time what the watermark is raised to when it is forgotten: the alert's own time, or for a
 *     signal that of its receipt
 */
public record Remembered(Kind kind, UUID id, Instant time, Instant until) {
  /** What the id is of. */
  public enum Kind {
    /** A signal: a redelivery is recognised for half an hour, then refused as beyond memory. */
    SIGNAL('s', Duration.ofMinutes(30)),
    /** What an alert said; one older than 60 s is refused anyway, the rest is slack for clocks. */
    CONTENT('c', Duration.ofMinutes(3)),
    /** A signed webhook's own id, which a retry keeps while it stamps its time anew. */
    NONCE('n', Duration.ofHours(72));

    private final char letter;
    private final Duration retention;

    Kind(char letter, Duration retention) {
      this.letter = letter;
      this.retention = retention;
    }

    /** Stands for it in keys. */
    public char letter() {
      return letter;
    }

    /** The kind of a letter. */
    public static Kind of(char letter) {
      for (var kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new CorruptState("an id of an unknown kind");
    }
  }

  /** All that is remembered of an alert decided now. */
  public static List<Remembered> of(Imprint imprint, Instant now) {
    var all = new ArrayList<Remembered>(3);
    all.add(one(Kind.SIGNAL, imprint.signalId(), imprint.receivedAt(), now));
    all.add(one(Kind.CONTENT, imprint.content(), imprint.alertTime(), now));
    if (imprint.nonce() != null) {
      all.add(one(Kind.NONCE, imprint.nonce(), imprint.alertTime(), now));
    }
    return all;
  }

  /**
   * From the later of now and the alert's own time, so that what comes before its time is known as
   * long; and a time from a far future never keeps it for ever, nor shuts out honest alerts.
   */
  private static Remembered one(Kind kind, UUID id, Instant time, Instant now) {
    var bounded = time.isAfter(now.plus(kind.retention)) ? now : time;
    var from = bounded.isAfter(now) ? bounded : now;
    return new Remembered(kind, id, bounded, from.plus(kind.retention));
  }
}

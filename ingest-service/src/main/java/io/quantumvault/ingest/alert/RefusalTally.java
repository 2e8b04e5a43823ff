package io.quantumvault.ingest.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals become records of their own: of each webhook and kind the first at once, those of
 * the minute after it as one with their count. None is forgotten: what is not told at once comes
 * out of {@link #due} or {@link #rest}. Exits are a kind of their own, so that the first one is
 * told at once whatever was refused before it.
 *
 * <p>Time is monotonic nanoseconds. Its size is bounded by webhooks times kinds.
 */
public final class RefusalTally {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<Key, Window> windows = new ConcurrentHashMap<>();

  /** A tally on this clock, such as {@code System::nanoTime}. */
  public RefusalTally(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Key(UUID webhookId, String kind, boolean exit) {
    static Key of(RefusedSignal signal) {
      return new Key(signal.route().webhookId(), signal.kind(), signal.exit());
    }
  }

  /**
   * @param waiting what is not told yet
   */
  private record Window(long opened, @Nullable RefusedSignal waiting) {}

  /** What becomes of one refusal. */
  public sealed interface Told {
    /** A record is to be written now; it may stand for others that waited. */
    record Now(RefusedSignal signal) implements Told {}

    /** It is counted in a record that is written later, under this id. */
    record Later(UUID signalId) implements Told {}
  }

  /** Counts a refusal. */
  public Told add(RefusedSignal signal) {
    Told[] told = new Told[1];
    windows.compute(
        Key.of(signal),
        (_, window) -> {
          long now = nanoTime.getAsLong();
          RefusedSignal waiting = window == null ? null : window.waiting();
          RefusedSignal all = waiting == null ? signal : waiting.and(signal);
          if (window == null || now - window.opened() >= MINUTE) {
            told[0] = new Told.Now(all);
            return new Window(now, null);
          }
          told[0] = new Told.Later(all.signalId());
          return new Window(window.opened(), all);
        });
    return told[0];
  }

  /** Takes back a record that could not be written: it is told again later. */
  public void back(RefusedSignal unwritten) {
    windows.compute(
        Key.of(unwritten),
        (_, window) -> {
          RefusedSignal waiting = window == null ? null : window.waiting();
          return new Window(
              window == null ? nanoTime.getAsLong() : window.opened(),
              waiting == null ? unwritten : unwritten.and(waiting));
        });
  }

  /** What has waited for its minute; windows in which nothing happened are closed. */
  public List<RefusedSignal> due() {
    return take(false);
  }

  /** All that waits. */
  public List<RefusedSignal> rest() {
    return take(true);
  }

  private List<RefusedSignal> take(boolean all) {
    List<RefusedSignal> taken = new ArrayList<>();
    for (Key key : windows.keySet()) {
      windows.computeIfPresent(
          key,
          (_, window) -> {
            long now = nanoTime.getAsLong();
            if (!all && now - window.opened() < MINUTE) {
              return window;
            }
            if (window.waiting() == null) {
              return null;
            }
            taken.add(window.waiting());
            return new Window(now, null);
          });
    }
    return taken;
  }

  /** How many kinds are remembered. */
  int tracked() {
    return windows.size();
  }
}

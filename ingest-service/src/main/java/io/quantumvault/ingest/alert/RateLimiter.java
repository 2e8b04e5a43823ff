package io.quantumvault.ingest.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often a webhook may be used: sliding windows of a minute and an hour, exact.
 *
 * <p>Time is monotonic nanoseconds, not the wall clock: a clock set back must neither lock a
 * webhook out nor open it wide.
 */
public final class RateLimiter {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private static final int SWEEP_EVERY = 1_000;

  private final LongSupplier nanoTime;
  private final AtomicLong uses = new AtomicLong();
  private final ConcurrentHashMap<UUID, Window> windows = new ConcurrentHashMap<>();

  /** A limiter on this clock, such as {@code System::nanoTime}. */
  public RateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether a use is within the limits. */
  public sealed interface Permit {
    /** It is, and has been counted. */
    record Granted() implements Permit {}

    /** It is not; the next one could be granted after this time. */
    record Refused(Duration retryAfter) implements Permit {}
  }

  /** Counts one use of the webhook, where its limits allow one more. */
  public Permit use(UUID webhookId, int perMinute, int perHour) {
    if (uses.incrementAndGet() % SWEEP_EVERY == 0) {
      // Deleted webhooks must not stay for ever; one that comes back has nothing left to count.
      windows.values().removeIf(Window::idle);
    }
    return windows.computeIfAbsent(webhookId, _ -> new Window()).use(perMinute, perHour);
  }

  /** How many webhooks have been used lately. */
  int tracked() {
    return windows.size();
  }

  private final class Window {
    private final ArrayDeque<Long> lastHour = new ArrayDeque<>();
    private final ArrayDeque<Long> lastMinute = new ArrayDeque<>();

    synchronized Permit use(int perMinute, int perHour) {
      long now = nanoTime.getAsLong();
      drop(lastHour, now, HOUR);
      drop(lastMinute, now, MINUTE);
      if (lastMinute.size() >= perMinute) {
        return refused(lastMinute, now, MINUTE);
      }
      if (lastHour.size() >= perHour) {
        return refused(lastHour, now, HOUR);
      }
      lastHour.add(now);
      lastMinute.add(now);
      return new Permit.Granted();
    }

    synchronized boolean idle() {
      drop(lastHour, nanoTime.getAsLong(), HOUR);
      return lastHour.isEmpty();
    }

    private static Permit refused(ArrayDeque<Long> uses, long now, long window) {
      Long oldest = uses.peek();
      return new Permit.Refused(
          Duration.ofNanos(oldest == null ? window : Math.max(1, oldest + window - now)));
    }

    private static void drop(ArrayDeque<Long> uses, long now, long window) {
      for (Long use = uses.peek(); use != null && now - use >= window; use = uses.peek()) {
        uses.remove();
      }
    }
  }
}

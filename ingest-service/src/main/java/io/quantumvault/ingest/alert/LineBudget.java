package io.quantumvault.ingest.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How many log lines strangers may cause: some a minute for each key, such as a network, and the
 * rest counted. Its own size is bounded too: beyond so many keys all others share one.
 */
public final class LineBudget {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MAX_KEYS = 1024;
  private static final String OTHERS = "";

  private final int perMinute;
  private final LongSupplier nanoTime;
  private final Map<String, Window> windows = new HashMap<>();

  /** A budget of so many lines a minute and key. */
  public LineBudget(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
  }

  private static final class Window {
    private long opened;
    private int lines;
    private long unlogged;
  }

  /** Empty where no line is to be written; else how many were not since the last one of the key. */
  public synchronized OptionalLong spend(String key) {
    long now = nanoTime.getAsLong();
    Window window = windows.get(key);
    if (window == null && windows.size() >= MAX_KEYS) {
      windows.values().removeIf(old -> now - old.opened >= MINUTE);
      if (windows.size() >= MAX_KEYS) {
        key = OTHERS;
      }
    }
    window =
        windows.computeIfAbsent(
            key,
            _ -> {
              Window opened = new Window();
              opened.opened = now;
              return opened;
            });
    if (now - window.opened >= MINUTE) {
      window.opened = now;
      window.lines = 0;
    }
    if (window.lines >= perMinute) {
      window.unlogged++;
      return OptionalLong.empty();
    }
    window.lines++;
    long unlogged = window.unlogged;
    window.unlogged = 0;
    return OptionalLong.of(unlogged);
  }

  /** How many keys are remembered. */
  synchronized int tracked() {
    return windows.size();
  }
}

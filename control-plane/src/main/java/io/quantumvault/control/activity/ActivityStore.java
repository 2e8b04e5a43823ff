package io.quantumvault.control.activity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what owners see of their trades; an event is kept once however often it arrives. */
public interface ActivityStore {
  void keep(ActivityEntry entry);

  /** Newest first, before a moment, of one bot or all. */
  List<ActivityEntry> list(String owner, @Nullable UUID botId, Instant before, int limit);
}

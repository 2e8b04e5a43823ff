package io.quantumvault.control.activity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what owners see of their trades; an event is kept once however often it arrives. */
public interface ActivityStore {
  void keep(ActivityEntry entry);

  /** The owner's entry of a dry run that was sent a short time ago, by its signal. */
  Optional<ActivityEntry> tested(String owner, UUID signalId);

  /** Newest first, before a moment, of one bot or all. */
  List<ActivityEntry> list(String owner, @Nullable UUID botId, Instant before, int limit);
}

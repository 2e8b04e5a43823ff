package io.quantumvault.control.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps sessions. */
public interface SessionStore {
  void insert(Session session);

  /**
   * The living session of a secret, marked as seen now: not revoked, not past its end, and seen
   * after {@code idleSince}.
   */
  Optional<Session> touch(byte[] secretSha256, Instant now, Instant idleSince);

  List<Session> living(String owner, Instant now, Instant idleSince);

  /** False when the owner has no such living session. */
  boolean revoke(String owner, UUID sessionId, Instant at);

  /** Deletes what ended before. */
  void deleteEndedBefore(Instant before);
}

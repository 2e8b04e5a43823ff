package io.quantumvault.control.session;

import io.quantumvault.control.exchange.Effect;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions: a new id and a new secret of 32 random bytes at every sign-in, idle 30 minutes,
 * absolute 24 hours. A session proves identity and holds no key.
 */
public final class Sessions {
  public static final Duration IDLE = Duration.ofMinutes(30);
  public static final Duration ABSOLUTE = Duration.ofHours(24);

  private final SessionStore store;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Sessions(SessionStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Starts a session; its secret and CSRF token exist only in the answer. */
  public Effect.SessionStarted start(String owner) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    byte[] secret = fresh();
    byte[] csrf = fresh();
    var session =
        new Session(
            Ids.newId(now.toEpochMilli()),
            owner,
            Sha256.of(secret),
            Sha256.of(csrf),
            now,
            now,
            now.plus(ABSOLUTE));
    store.insert(session);
    return new Effect.SessionStarted(session.id(), owner, secret, csrf, session.expiresAt());
  }

  /** The living session of a secret. */
  public Optional<Session> find(byte[] secret) {
    Instant now = clock.instant();
    return store.touch(Sha256.of(secret), now, now.minus(IDLE));
  }

  /** Whether a token is the session's CSRF token, in constant time. */
  public static boolean csrfMatches(Session session, byte[] token) {
    return MessageDigest.isEqual(Sha256.of(token), session.csrfSha256());
  }

  public List<Session> living(String owner) {
    Instant now = clock.instant();
    return store.living(owner, now, now.minus(IDLE));
  }

  /** Ends a session of this owner; false when there is none. */
  public boolean revoke(String owner, UUID sessionId) {
    return store.revoke(owner, sessionId, clock.instant());
  }

  private byte[] fresh() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }
}

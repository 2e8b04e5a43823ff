package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyName;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The versions of one name in one token, as one kind of object, and when each was put there. */
record TokenVersions(NavigableMap<Integer, Instant> madeAt) {
  TokenVersions {
    madeAt = Collections.unmodifiableNavigableMap(new TreeMap<>(madeAt));
  }

  /** Throws {@link TokenRefused} where one of them does not say when it was made. */
  static TokenVersions in(Pkcs11Token token, KeyName name, KeyKind kind) {
    return token.use(session -> {
      NavigableMap<Integer, Instant> madeAt = new TreeMap<>();
      for (WrappingKeys.Found found : WrappingKeys.all(session, name, kind)) {
        WrappingKeys.attribute(session, found.handle(), Ck.CKA_ID)
            .ifPresent(
                id -> madeAt.put(found.label().version(), MakingId.madeAt(found.label(), id)));
      }
      // Lost on the way, some of them would be missing.
      session.requireToken();
      return new TokenVersions(madeAt);
    });
  }

  /** 0 when there is none. */
  int newest() {
    return madeAt.isEmpty() ? 0 : madeAt.lastKey();
  }

  /**
   * The versions that wrap or have wrapped, of private halves here and public ones in another
   * token: a version began to wrap when its public half was put there, which may be long after it
   * was made. One whose public half is not there yet wraps nothing and is not among them.
   */
  TokenVersions inUse(TokenVersions publicHalves) {
    NavigableMap<Integer, Instant> published = new TreeMap<>(publicHalves.madeAt);
    published.keySet().retainAll(madeAt.keySet());
    if (published.isEmpty()) {
      return new TokenVersions(published);
    }
    NavigableMap<Integer, Instant> used = new TreeMap<>(madeAt.headMap(published.lastKey(), true));
    published.forEach(
        (version, at) -> used.merge(version, at, (one, other) -> one.isAfter(other) ? one : other));
    return new TokenVersions(used);
  }
}

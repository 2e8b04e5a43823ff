package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The objects of a token that wrap and unwrap, found by their labels. Handles are remembered for
 * one login, and each is checked again when it is used.
 */
final class WrappingKeys {
  /** How long another version may be the newest without being noticed. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Pkcs11Token token;
  private final InstantSource clock;
  private final ConcurrentMap<KeyName, Newest> newest = new ConcurrentHashMap<>();
  private final ConcurrentMap<Which, Handle> handles = new ConcurrentHashMap<>();

  WrappingKeys(Pkcs11Token token, InstantSource clock) {
    this.token = token;
    this.clock = clock;
  }

  private record Newest(int version, int login, Instant lookedUpAt) {}

  private record Which(KeyLabel label, KeyKind kind) {}

  private record Handle(long number, int login) {}

  /** An object of a wrapping key. */
  record Found(KeyLabel label, long handle) {}

  /** The next call looks into the token again. */
  void forget() {
    newest.clear();
    handles.clear();
  }

  /**
   * The newest version.
   *
   * @throws CryptoFailure when there is none
   */
  Found newest(TokenSession session, KeyName name) {
    KeyKind kind = KeyKind.wrapping(name);
    KeyLabel label = new KeyLabel(name, newestVersion(session, name, kind));
    Optional<Long> handle = handle(session, label, kind);
    if (handle.isEmpty()) {
      // Destroyed since it was looked up.
      newest.remove(name);
      label = new KeyLabel(name, newestVersion(session, name, kind));
      handle = handle(session, label, kind);
    }
    return new Found(label, handle.orElseThrow(CryptoFailure::new));
  }

  /**
   * The object that opens what a version wrapped.
   *
   * @throws CryptoFailure when it is not there
   */
  long unwrapping(TokenSession session, KeyName name, int version) {
    return handle(session, new KeyLabel(name, version), KeyKind.unwrapping(name))
        .orElseThrow(CryptoFailure::new);
  }

  private int newestVersion(TokenSession session, KeyName name, KeyKind kind) {
    Instant now = clock.instant();
    Newest known = newest.get(name);
    if (known != null
        && known.login() == session.login()
        && !now.isBefore(known.lookedUpAt())
        && now.isBefore(known.lookedUpAt().plus(LOOK_EVERY))) {
      return known.version();
    }
    int version = highest(all(session, name, kind));
    if (version == 0) {
      session.requireToken();
      refuseIfOpenToAll(session, name, kind);
      throw new CryptoFailure();
    }
    newest.put(name, new Newest(version, session.login(), now));
    return version;
  }

  /** For an operator who wonders about a key that seems to be there. */
  private void refuseIfOpenToAll(TokenSession session, KeyName name, KeyKind kind) {
    Template open = kind.template().yes(Ck.CKA_TOKEN).no(Ck.CKA_PRIVATE);
    for (Found found : named(session, name, open)) {
      throw new TokenRefused(
          "key %s in token %s refused: %s"
              .formatted(found.label().text(), token.label(), KeyCheck.OPEN_TO_ALL));
    }
  }

  private Optional<Long> handle(TokenSession session, KeyLabel label, KeyKind kind) {
    Which which = new Which(label, kind);
    Handle known = handles.get(which);
    if (known != null
        && known.login() == session.login()
        && KeyCheck.holds(token, session, label, kind, known.number())) {
      return Optional.of(known.number());
    }
    handles.remove(which);
    long[] found = withLabel(session, label, kind);
    if (found.length > 1) {
      throw new TokenRefused("two keys %s are in token %s".formatted(label.text(), token.label()));
    }
    if (found.length == 0) {
      session.requireToken();
      return Optional.empty();
    }
    if (!KeyCheck.holds(token, session, label, kind, found[0])) {
      // Destroyed by another process between the two questions.
      return Optional.empty();
    }
    handles.put(which, new Handle(found[0], session.login()));
    return Optional.of(found[0]);
  }

  /** The objects of one label and kind: one, unless something is wrong. */
  static long[] withLabel(TokenSession session, KeyLabel label, KeyKind kind) {
    return session
        .cryptoki()
        .find(session.handle(), kind.onToken().text(Ck.CKA_LABEL, label.text()));
  }

  /** 0 when there is none. */
  static int highest(List<Found> all) {
    return all.stream().mapToInt(found -> found.label().version()).max().orElse(0);
  }

  /** All versions of a name. */
  static List<Found> all(TokenSession session, KeyName name, KeyKind kind) {
    return named(session, name, kind.onToken());
  }

  private static List<Found> named(TokenSession session, KeyName name, Template template) {
    List<Found> all = new ArrayList<>();
    for (long handle : session.cryptoki().find(session.handle(), template)) {
      attribute(session, handle, Ck.CKA_LABEL)
          .flatMap(label -> KeyLabel.parse(new String(label, StandardCharsets.UTF_8)))
          .filter(parsed -> parsed.name() == name)
          .ifPresent(parsed -> all.add(new Found(parsed, handle)));
    }
    return all;
  }

  /** Empty when the object was destroyed since it was found. */
  static Optional<byte[]> attribute(TokenSession session, long handle, long type) {
    try {
      return Optional.of(session.cryptoki().attributes(session.handle(), handle, type)[0]);
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.HANDLE_STALE)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

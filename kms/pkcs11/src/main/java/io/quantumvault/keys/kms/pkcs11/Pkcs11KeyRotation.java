package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes and destroys versions of wrapping keys: RSA pairs of 3072 bits for {@code execution} and
 * {@code webhook}, an AES key of 256 bits for {@code control}. They are made in the token,
 * CKA_SENSITIVE, neither CKA_EXTRACTABLE nor CKA_MODIFIABLE, and cannot wrap or unwrap other keys
 * of the token. When each was made is part of its CKA_ID ({@code MakingId}).
 *
 * <p>A pair is made in the token of the service that unwraps, and only then its public half is put
 * into the token of the service that wraps; both may be one. {@link KeyVersion#madeAt} is when that
 * was done, since until then the version before it wraps, however long that takes: so nobody counts
 * the days of an old version while it is still in use. A version whose public half is not there yet
 * is not listed; the next {@link #rotate} puts it there instead of making another. {@code control}
 * is a key of the token of the service that wraps.
 *
 * <p>Nobody waits longer than a limit for a token that hangs. What was given up may still be done
 * once the token goes on, as a whole: {@link #versions} tells.
 */
public final class Pkcs11KeyRotation implements KeyRotation {
  private static final int MAX_VERSION = 999_999_999;

  /** Small tokens take a minute for the primes of an RSA key. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** By then another rotation has put the public half there, or has been given up. */
  static final Duration SETTLED = Duration.ofMinutes(10);

  private final Pkcs11Token unwrapping;
  private final Pkcs11Token wrapping;
  private final InstantSource clock;

  Pkcs11KeyRotation(Pkcs11Token unwrapping, Pkcs11Token wrapping, InstantSource clock) {
    this.unwrapping = unwrapping;
    this.wrapping = wrapping;
    this.clock = clock;
  }

  /**
   * Logs in to the tokens of the service that unwraps and of the one that wraps.
   *
   * @throws TokenRefused when the library, a PIN or a PIN file is refused, with the reason
   * @throws KmsUnavailable when a token is not there, or does not answer within 30 seconds
   */
  public static Pkcs11KeyRotation open(
      Pkcs11Settings unwrapping, Pkcs11Settings wrapping, InstantSource clock) {
    Pkcs11Token first = Pkcs11Token.open(unwrapping, LIMIT);
    try {
      Pkcs11Token second = wrapping.equals(unwrapping) ? first : Pkcs11Token.open(wrapping, LIMIT);
      return new Pkcs11KeyRotation(first, second, clock);
    } catch (Throwable t) {
      first.close();
      throw t;
    }
  }

  /**
   * See {@link KeyRotation}.
   *
   * @throws KmsUnavailable also when a key is there that does not say when it was made
   */
  @Override
  public List<KeyVersion> versions(KeyName name) {
    return inUse(name).madeAt().entrySet().stream()
        .map(each -> new KeyVersion(each.getKey(), each.getValue()))
        .toList();
  }

  private TokenVersions inUse(KeyName name) {
    return name == KeyName.CONTROL
        ? in(wrapping, name, KeyKind.AES)
        : in(unwrapping, name, KeyKind.RSA_PRIVATE).inUse(in(wrapping, name, KeyKind.RSA_PUBLIC));
  }

  private static TokenVersions in(Pkcs11Token token, KeyName name, KeyKind kind) {
    return token.within(() -> TokenVersions.in(token, name, kind));
  }

  /**
   * See {@link KeyRotation}.
   *
   * @throws KmsUnavailable also when the wrapping token has the newest public half and the other
   *     one not its private half, and when another rotation may be at work
   */
  @Override
  public KeyVersion rotate(KeyName name) {
    return name == KeyName.CONTROL ? rotateControl() : rotatePair(name);
  }

  private KeyVersion rotateControl() {
    return wrapping.within(() -> {
      KeyLabel label =
          next(KeyName.CONTROL, TokenVersions.in(wrapping, KeyName.CONTROL, KeyKind.AES));
      Instant madeAt = now();
      byte[] id = MakingId.at(madeAt);
      made(wrapping, label, KeyKind.AES, id, session -> KeyMaking.aes(session, label, id));
      return new KeyVersion(label.version(), madeAt);
    });
  }

  private KeyVersion rotatePair(KeyName name) {
    TokenVersions privates = in(unwrapping, name, KeyKind.RSA_PRIVATE);
    TokenVersions publics = in(wrapping, name, KeyKind.RSA_PUBLIC);
    if (publics.newest() > privates.newest()) {
      throw new KmsUnavailable(
          "pkcs11: token %s has the public half %s, and token %s not its private one: is it the token of the service that unwraps?"
              .formatted(
                  wrapping.label(),
                  new KeyLabel(name, publics.newest()).text(),
                  unwrapping.label()));
    }
    if (privates.newest() > publics.newest()) {
      return publish(new KeyLabel(name, settled(name, privates)));
    }
    KeyLabel label = next(name, privates);
    byte[] id = MakingId.at(now());
    unwrapping.within(() -> {
      made(
          unwrapping,
          label,
          KeyKind.RSA_PRIVATE,
          id,
          session -> KeyMaking.rsaPrivate(session, label, id));
      return label;
    });
    return publish(label);
  }

  /** The number of a version that somebody made and did not publish. */
  private int settled(KeyName name, TokenVersions privates) {
    Instant now = now();
    Instant madeAt = privates.madeAt().lastEntry().getValue();
    if (now.isBefore(madeAt.plus(SETTLED))) {
      throw new KmsUnavailable(
          "pkcs11: the public half of %s is not in token %s yet, and another rotation may be at work: it is put there after %s"
              .formatted(
                  new KeyLabel(name, privates.newest()).text(),
                  wrapping.label(),
                  madeAt.plus(SETTLED)));
    }
    return privates.newest();
  }

  /** Puts the public half where it wraps; when that fails, the version waits for the next time. */
  private KeyVersion publish(KeyLabel label) {
    PublicHalf half =
        unwrapping.within(() -> unwrapping.use(session -> publicHalf(session, label)));
    Instant wrapsFrom = now();
    byte[] id = MakingId.at(wrapsFrom);
    return wrapping.within(() -> {
      made(
          wrapping,
          label,
          KeyKind.RSA_PUBLIC,
          id,
          session -> KeyMaking.putPublic(session, label, id, half));
      return new KeyVersion(label.version(), wrapsFrom);
    });
  }

  private PublicHalf publicHalf(TokenSession session, KeyLabel label) {
    long[] found = WrappingKeys.withLabel(session, label, KeyKind.RSA_PRIVATE);
    if (found.length != 1
        || !KeyCheck.holds(unwrapping, session, label, KeyKind.RSA_PRIVATE, found[0])) {
      session.requireToken();
      throw atTheSameTime(unwrapping, label);
    }
    return KeyMaking.publicHalf(session, found[0]);
  }

  private static KeyLabel next(KeyName name, TokenVersions versions) {
    if (versions.newest() >= MAX_VERSION) {
      throw new KmsUnavailable("pkcs11: %s has no number left".formatted(name.text()));
    }
    return new KeyLabel(name, versions.newest() + 1);
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** Makes an object and sees that it is the only one of its label; else takes it back. */
  private static void made(
      Pkcs11Token token, KeyLabel label, KeyKind kind, byte[] id, Consumer<TokenSession> making) {
    try {
      token.change(session -> {
        making.accept(session);
        requireAsMeant(token, session, label, kind);
        return session;
      });
    } catch (KmsUnavailable e) {
      removeMadeAs(token, kind, id);
      throw e;
    }
  }

  /** A token may ignore what it was asked for, and another rotation may be at work. */
  private static void requireAsMeant(
      Pkcs11Token token, TokenSession session, KeyLabel label, KeyKind kind) {
    long[] made = WrappingKeys.withLabel(session, label, kind);
    if (made.length != 1 || !KeyCheck.holds(token, session, label, kind, made[0])) {
      throw atTheSameTime(token, label);
    }
  }

  private static TokenRefused atTheSameTime(Pkcs11Token token, KeyLabel label) {
    return new TokenRefused(
        "token %s: another rotation made %s at the same time"
            .formatted(token.label(), label.text()));
  }

  /** What a failed making left; another's key of the same label has another id. */
  private static void removeMadeAs(Pkcs11Token token, KeyKind kind, byte[] id) {
    // Who waited may have given up, which interrupts: this thread ends with its clean-up done.
    Thread.interrupted();
    try {
      token.change(session -> {
        destroyAll(
            session,
            session.cryptoki().find(session.handle(), kind.onToken().bytes(Ck.CKA_ID, id)));
        return session;
      });
    } catch (KmsUnavailable e) {
      // The token does not answer any more. What may be left is a private half without a public
      // one, or a whole key: nothing that wraps what cannot be opened.
    }
  }

  @Override
  public void destroy(KeyName name, int version) {
    if (version >= inUse(name).newest()) {
      throw new IllegalArgumentException(
          "version %d of %s is not older than the newest".formatted(version, name.text()));
    }
    KeyLabel label = new KeyLabel(name, version);
    if (name == KeyName.CONTROL) {
      destroy(wrapping, label, KeyKind.AES);
    } else {
      // Public halves first: what wraps must be gone before what unwraps.
      destroy(wrapping, label, KeyKind.RSA_PUBLIC);
      destroy(unwrapping, label, KeyKind.RSA_PRIVATE);
    }
  }

  private static void destroy(Pkcs11Token token, KeyLabel label, KeyKind kind) {
    token.within(() ->
        token.change(session -> {
          destroyAll(session, WrappingKeys.withLabel(session, label, kind));
          session.requireToken();
          return session;
        }));
  }

  /** One that is gone already is no error. */
  private static void destroyAll(TokenSession session, long[] handles) {
    for (long handle : handles) {
      try {
        session.cryptoki().destroyObject(session.handle(), handle);
      } catch (CkFailure e) {
        if (!e.isOneOf(Ckr.HANDLE_STALE)) {
          throw e;
        }
      }
    }
  }

  /** Closes the sessions. */
  @Override
  public void close() {
    unwrapping.close();
    wrapping.close();
  }
}

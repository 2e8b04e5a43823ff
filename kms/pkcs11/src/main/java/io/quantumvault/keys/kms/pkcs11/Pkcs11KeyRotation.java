package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes and destroys versions of wrapping keys in one token: RSA pairs of 3072 bits for {@code
 * execution} and {@code webhook}, an AES key of 256 bits for {@code control}. They are made in the
 * token, CKA_SENSITIVE, neither CKA_EXTRACTABLE nor CKA_MODIFIABLE, and cannot wrap or unwrap other
 * keys of the token. When each was made is part of its CKA_ID ({@code MakingId}).
 *
 * <p>A pair is made in the token of the service that unwraps. Its public half goes to the token of
 * the service that wraps by {@link #exportPublicHalf} and {@link #importPublicHalf}; there {@link
 * #versions} and {@link #destroy} are about the public halves, and {@link #rotate} is refused.
 *
 * <p>Nobody waits longer than a limit for a token that hangs. What was given up may still be done
 * once the token goes on, as a whole: {@link #versions} tells.
 */
public final class Pkcs11KeyRotation implements KeyRotation, AutoCloseable {
  private static final int MAX_VERSION = 999_999_999;

  /** Small tokens take a minute for the primes of an RSA key. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Pkcs11Token token;
  private final InstantSource clock;

  Pkcs11KeyRotation(Pkcs11Token token, InstantSource clock) {
    this.token = token;
    this.clock = clock;
  }

  /** As {@link #open(Pkcs11Settings, InstantSource, Duration)} with two minutes. */
  public static Pkcs11KeyRotation open(Pkcs11Settings settings, InstantSource clock) {
    return open(settings, clock, LIMIT);
  }

  /**
   * Logs in to the token.
   *
   * @param limit how long anybody waits for one call
   * @throws TokenRefused when the library, the PIN or the PIN file is refused, with the reason
   * @throws KmsUnavailable when the token is not there, or does not answer within 30 seconds
   */
  public static Pkcs11KeyRotation open(
      Pkcs11Settings settings, InstantSource clock, Duration limit) {
    return new Pkcs11KeyRotation(Pkcs11Token.open(settings, limit), clock);
  }

  /**
   * See {@link KeyRotation}.
   *
   * @throws KmsUnavailable also when a key is there that does not say when it was made
   */
  @Override
  public List<KeyVersion> versions(KeyName name) {
    return token.within(() -> token.use(session -> versions(session, name)));
  }

  private static List<KeyVersion> versions(TokenSession session, KeyName name) {
    Map<Integer, KeyVersion> versions = new TreeMap<>();
    for (WrappingKeys.Found found : all(session, name)) {
      int number = found.label().version();
      WrappingKeys.attribute(session, found.handle(), Ck.CKA_ID)
          .map(id -> new KeyVersion(number, MakingId.madeAt(found.label(), id)))
          .ifPresent(version -> versions.put(number, version));
    }
    // Lost on the way, some of them would be missing.
    session.requireToken();
    return List.copyOf(versions.values());
  }

  /**
   * See {@link KeyRotation}.
   *
   * @throws KmsUnavailable also when this token has the newest public half without its private one:
   *     then versions are made in another token
   */
  @Override
  public KeyVersion rotate(KeyName name) {
    return token.within(() -> rotated(name));
  }

  private KeyVersion rotated(KeyName name) {
    Instant madeAt = Instant.ofEpochMilli(clock.millis());
    byte[] id = MakingId.at(madeAt);
    try {
      return token.change(session -> {
        int newest = newestToFollow(session, name);
        if (newest >= MAX_VERSION) {
          throw new TokenRefused("token %s has no number left".formatted(token.label()));
        }
        KeyLabel label = new KeyLabel(name, newest + 1);
        if (name == KeyName.CONTROL) {
          KeyMaking.aes(session, label, id);
        } else {
          KeyMaking.rsa(session, label, id);
        }
        requireAsMeant(session, label);
        return new KeyVersion(label.version(), madeAt);
      });
    } catch (KmsUnavailable e) {
      removeMadeAs(name, id);
      throw e;
    }
  }

  /**
   * A number made here would be made in the other token as well, and this service would wrap under
   * a key that the one that unwraps does not have.
   */
  private int newestToFollow(TokenSession session, KeyName name) {
    int wraps = WrappingKeys.highest(WrappingKeys.all(session, name, KeyKind.wrapping(name)));
    int unwraps = WrappingKeys.highest(WrappingKeys.all(session, name, KeyKind.unwrapping(name)));
    if (wraps > unwraps) {
      session.requireToken();
      throw new TokenRefused(
          "token %s has the public half %s, and with this PIN no private one: it is the token of the service that wraps. Versions are made in the token of the service that unwraps; their public halves are then imported here"
              .formatted(token.label(), new KeyLabel(name, wraps).text()));
    }
    return unwraps;
  }

  /** A token may ignore what it was asked for, and another rotation may be at work. */
  private void requireAsMeant(TokenSession session, KeyLabel label) {
    for (KeyKind kind : kinds(label.name())) {
      long[] made = WrappingKeys.withLabel(session, label, kind);
      if (made.length != 1 || !KeyCheck.holds(token, session, label, kind, made[0])) {
        throw new TokenRefused(
            "token %s: another rotation made %s at the same time"
                .formatted(token.label(), label.text()));
      }
    }
  }

  /** What a failed rotation left; another's key of the same label has another id. */
  private void removeMadeAs(KeyName name, byte[] id) {
    // Who waited may have given up, which interrupts: this thread ends with its clean-up done.
    Thread.interrupted();
    try {
      token.change(session -> {
        for (KeyKind kind : kinds(name)) {
          destroyAll(
              session,
              session.cryptoki().find(session.handle(), kind.onToken().bytes(Ck.CKA_ID, id)));
        }
        return session;
      });
    } catch (KmsUnavailable e) {
      // The token does not answer any more. What may be left is a private half without a public
      // one, or a whole key: nothing that wraps what cannot be opened.
    }
  }

  @Override
  public void destroy(KeyName name, int version) {
    token.within(() -> token.change(session -> destroyed(session, name, version)));
  }

  private static TokenSession destroyed(TokenSession session, KeyName name, int version) {
    if (version == WrappingKeys.highest(all(session, name))) {
      throw new IllegalArgumentException(
          "version %d of %s is the newest".formatted(version, name.text()));
    }
    for (KeyKind kind : kinds(name)) {
      destroyAll(session, WrappingKeys.withLabel(session, new KeyLabel(name, version), kind));
    }
    session.requireToken();
    return session;
  }

  /**
   * Writes the public half of a version to a new file, for the token of the wrapping service.
   *
   * @return the SHA-256 of the file in hex, to be carried to {@link #importPublicHalf} another way
   *     than the file
   * @throws TokenRefused when the file exists
   * @throws IllegalArgumentException when there is no such version, or it has no public half
   */
  public String exportPublicHalf(KeyName name, int version, Path file) {
    KeyLabel label = new KeyLabel(name, version);
    byte[] bytes = token.within(() -> token.use(session -> publicHalf(session, label).bytes()));
    PublicHalf.write(file, bytes);
    return PublicHalf.sha256(bytes);
  }

  private PublicHalf publicHalf(TokenSession session, KeyLabel label) {
    for (KeyKind kind : List.of(KeyKind.RSA_PRIVATE, KeyKind.RSA_PUBLIC)) {
      long[] found = WrappingKeys.withLabel(session, label, kind);
      if (found.length == 1 && KeyCheck.holds(token, session, label, kind, found[0])) {
        return KeyMaking.publicHalf(session, label, found[0]);
      }
    }
    session.requireToken();
    throw new IllegalArgumentException("there is no public half " + label.text());
  }

  /**
   * Puts the public half out of a file into this token, under the label and the time of making that
   * it has in the other one.
   *
   * @param sha256 what {@link #exportPublicHalf} returned: another file, so somebody else's key, is
   *     refused
   * @throws TokenRefused when the file is not that one, others may write it, or its key is too weak
   * @throws IllegalArgumentException when this token has such a version already
   */
  public KeyVersion importPublicHalf(Path file, String sha256) {
    byte[] bytes = PublicHalf.read(file);
    if (!PublicHalf.sha256(bytes).equals(sha256)) {
      throw new TokenRefused("file %s refused: its SHA-256 is another".formatted(file));
    }
    PublicHalf half = PublicHalf.parse(file, bytes);
    return token.within(() -> token.change(session -> imported(session, half)));
  }

  private static KeyVersion imported(TokenSession session, PublicHalf half) {
    if (WrappingKeys.withLabel(session, half.label(), KeyKind.RSA_PUBLIC).length > 0) {
      throw new IllegalArgumentException(half.label().text() + " is there already");
    }
    KeyMaking.putPublic(session, half);
    return new KeyVersion(half.label().version(), MakingId.madeAt(half.label(), half.id()));
  }

  /** Public halves first: what wraps must be gone before what unwraps. */
  private static List<KeyKind> kinds(KeyName name) {
    return name == KeyName.CONTROL
        ? List.of(KeyKind.AES)
        : List.of(KeyKind.RSA_PUBLIC, KeyKind.RSA_PRIVATE);
  }

  private static List<WrappingKeys.Found> all(TokenSession session, KeyName name) {
    List<WrappingKeys.Found> all = new ArrayList<>();
    kinds(name).forEach(kind -> all.addAll(WrappingKeys.all(session, name, kind)));
    return all;
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
    token.close();
  }
}

package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes and destroys the objects that {@link Pkcs11KeyManagement} uses.
 *
 * <p>{@code execution} and {@code webhook}: an RSA pair of 3072 bits is made in the token of the
 * service that unwraps, where the private half stays; the public half is put into the token of the
 * service that wraps. {@code control}: an AES-256 key in the wrapping service's token. All are
 * CKA_PRIVATE and CKA_MODIFIABLE false; what is secret is CKA_SENSITIVE and not CKA_EXTRACTABLE.
 *
 * <p>A version exists when the half that wraps does, and that comes last when one is made and goes
 * first when it is destroyed. So what is left after a crash wraps nothing; the next run removes it.
 */
public final class Pkcs11KeyRotation implements KeyRotation {
  private static final int MODULUS_BITS = 3072;
  private static final byte[] EXPONENT = {1, 0, 1};
  private static final int AES_BYTES = 32;

  private final Pkcs11Token unwrapping;
  private final Pkcs11Token wrapping;
  private final InstantSource clock;

  /** Takes the tokens of the two services, which may be one and the same. */
  public Pkcs11KeyRotation(Pkcs11Token unwrapping, Pkcs11Token wrapping, InstantSource clock) {
    this.unwrapping = unwrapping;
    this.wrapping = wrapping;
    this.clock = clock;
  }

  @Override
  public List<KeyVersion> versions(KeyName name) {
    return wrapping
        .use(session ->
            WrappingKeys.all(session, name, KeyKind.wrapping(name)).stream()
                .map(found -> new KeyVersion(found.label().version(), madeAt(session, found)))
                .toList())
        .stream()
        .sorted(java.util.Comparator.comparingInt(KeyVersion::number))
        .toList();
  }

  @Override
  public KeyVersion rotate(KeyName name) {
    removeHalfMade(name);
    int next = versions(name).stream().mapToInt(KeyVersion::number).max().orElse(0) + 1;
    KeyLabel label = new KeyLabel(name, next);
    Instant now = Instant.ofEpochMilli(clock.millis());
    if (name == KeyName.CONTROL) {
      wrapping.change(session -> makeAes(session, label, now));
    } else {
      makePair(label, now);
    }
    return new KeyVersion(next, now);
  }

  @Override
  public void destroy(KeyName name, int version) {
    List<Integer> numbers = versions(name).stream().map(KeyVersion::number).toList();
    if (!numbers.isEmpty() && numbers.getLast() == version) {
      throw new IllegalArgumentException(
          "version " + version + " of " + name.text() + " is the newest; rotate first");
    }
    KeyLabel label = new KeyLabel(name, version);
    wrapping.change(session -> remove(session, label, KeyKind.wrapping(name)));
    unwrapping.change(session -> remove(session, label, KeyKind.unwrapping(name)));
  }

  private void removeHalfMade(KeyName name) {
    List<Integer> whole = versions(name).stream().map(KeyVersion::number).toList();
    List<KeyLabel> halves =
        unwrapping.use(session ->
            WrappingKeys.all(session, name, KeyKind.unwrapping(name)).stream()
                .map(WrappingKeys.Found::label)
                .filter(label -> !whole.contains(label.version()))
                .toList());
    for (KeyLabel label : halves) {
      unwrapping.change(session -> remove(session, label, KeyKind.unwrapping(name)));
    }
  }

  private void makePair(KeyLabel label, Instant now) {
    byte[] modulus = unwrapping.change(session -> makePrivateHalf(session, label, now));
    try {
      wrapping.change(session ->
          session
              .cryptoki()
              .createObject(
                  session.handle(),
                  publicHalf(label, now).bytes(Ck.CKA_MODULUS, modulus).yes(Ck.CKA_TOKEN)));
    } catch (KmsUnavailable e) {
      unwrapping.change(session -> remove(session, label, KeyKind.RSA_PRIVATE));
      throw e;
    }
  }

  /** The public half that the token makes along with it lives only as long as the session. */
  private static byte[] makePrivateHalf(TokenSession session, KeyLabel label, Instant now) {
    Cryptoki.Pair pair =
        session
            .cryptoki()
            .generateKeyPair(
                session.handle(),
                Mechanism.of(Ck.CKM_RSA_PKCS_KEY_PAIR_GEN),
                publicHalf(label, now).number(Ck.CKA_MODULUS_BITS, MODULUS_BITS).no(Ck.CKA_TOKEN),
                lasting(KeyKind.RSA_PRIVATE.template(), label, now)
                    .yes(Ck.CKA_SENSITIVE, Ck.CKA_DECRYPT)
                    .no(Ck.CKA_EXTRACTABLE, Ck.CKA_SIGN, Ck.CKA_UNWRAP));
    return session.cryptoki().attributes(session.handle(), pair.publicKey(), Ck.CKA_MODULUS)[0];
  }

  private static Template publicHalf(KeyLabel label, Instant now) {
    return KeyKind.RSA_PUBLIC
        .template()
        .text(Ck.CKA_LABEL, label.text())
        .bytes(Ck.CKA_ID, MadeAt.id(now))
        .bytes(Ck.CKA_PUBLIC_EXPONENT, EXPONENT)
        .yes(Ck.CKA_PRIVATE, Ck.CKA_ENCRYPT)
        .no(Ck.CKA_MODIFIABLE, Ck.CKA_VERIFY, Ck.CKA_WRAP);
  }

  private static Long makeAes(TokenSession session, KeyLabel label, Instant now) {
    return session
        .cryptoki()
        .generateKey(
            session.handle(),
            Mechanism.of(Ck.CKM_AES_KEY_GEN),
            lasting(KeyKind.AES.template(), label, now)
                .number(Ck.CKA_VALUE_LEN, AES_BYTES)
                .yes(Ck.CKA_SENSITIVE, Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT)
                .no(Ck.CKA_EXTRACTABLE, Ck.CKA_WRAP, Ck.CKA_UNWRAP));
  }

  private static Template lasting(Template template, KeyLabel label, Instant now) {
    return template
        .text(Ck.CKA_LABEL, label.text())
        .bytes(Ck.CKA_ID, MadeAt.id(now))
        .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE)
        .no(Ck.CKA_MODIFIABLE);
  }

  private static Instant madeAt(TokenSession session, WrappingKeys.Found found) {
    return MadeAt.of(session.cryptoki().attributes(session.handle(), found.handle(), Ck.CKA_ID)[0]);
  }

  private static Integer remove(TokenSession session, KeyLabel label, KeyKind kind) {
    long[] objects = WrappingKeys.withLabel(session, label, kind);
    for (long object : objects) {
      session.cryptoki().destroyObject(session.handle(), object);
    }
    return objects.length;
  }
}

package io.quantumvault.keys.kms.pkcs11;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever reaches a token can put objects without CKA_PRIVATE there, knowing no PIN: here under the
 * labels and ids of the product, made of keys that the one who plants them has.
 */
class Pkcs11PlantedObjectsIT {
  private static final Properties GOLDEN = Golden.file("pkcs11-keys");
  private static final BigInteger PLANTED_MODULUS =
      new BigInteger(1, Golden.bytes(GOLDEN, "rsa.modulus"));
  private static final int LAST_VERSION = 999_999_999;
  private static final Aad CONTEXT = Golden.aad(5);

  @TempDir Path folder;

  @BeforeAll
  static void needsSoftHsm() {
    SoftHsm.library();
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatIsPlantedNeitherWrapsNorOpensNorStandsInTheWay(KeyName name) {
    SoftHsm.Token token = SoftHsm.token(folder);
    KeyVersion first;
    try (Pkcs11KeyRotation rotation = rotation(token)) {
      first = rotation.rotate(name);
    }
    for (int version : new int[] {1, 2, 3, 99, LAST_VERSION}) {
      SoftHsm.plant(token, planted(name, version));
    }
    try (Pkcs11KeyRotation rotation = rotation(token);
        Pkcs11KeyManagement kms =
            Pkcs11KeyManagement.open(token.settings(), InstantSource.system());
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(name, CONTEXT, key);
      assertThat(wrapped).startsWith(2, 1, 0, 0, 0);
      assertSecret(kms.unwrap(name, CONTEXT, wrapped)).isEqualTo(hexOf(key.copy()));

      assertThat(rotation.versions(name)).containsExactly(first);
      KeyVersion second = rotation.rotate(name);
      assertThat(second.number()).isEqualTo(2);
      kms.refresh();
      assertThat(kms.wrap(name, CONTEXT, key)).startsWith(2, 2, 0, 0, 0);

      // A planted higher one does not make the newest one look old.
      assertThatThrownBy(() -> rotation.destroy(name, 2))
          .isInstanceOf(IllegalArgumentException.class);
      rotation.destroy(name, 1);
      assertThat(rotation.versions(name)).containsExactly(second);
      assertThatThrownBy(() -> kms.unwrap(name, CONTEXT, wrapped))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  /** Nothing can be had out of a key that only its planter knows, not even an answer. */
  @Test
  void whatWasWrappedUnderAPlantedKeyDoesNotOpen() {
    SoftHsm.Token token = SoftHsm.token(folder);
    for (KeyName name : KeyName.values()) {
      String golden = name == KeyName.CONTROL ? "control.slot" : name.text();
      SoftHsm.plant(
          token, planted(name, Integer.parseInt(GOLDEN.getProperty(golden + ".version"))));
    }
    try (Pkcs11KeyManagement kms =
        Pkcs11KeyManagement.open(token.settings(), InstantSource.system())) {
      for (String golden : List.of("execution", "webhook", "control.slot")) {
        Aad context = Golden.aad(Integer.parseInt(GOLDEN.getProperty(golden + ".type")));
        KeyName name =
            golden.equals("execution")
                ? KeyName.EXECUTION
                : golden.equals("webhook") ? KeyName.WEBHOOK : KeyName.CONTROL;
        assertThatThrownBy(
                () -> kms.unwrap(name, context, Golden.bytes(GOLDEN, golden + ".wrapped")))
            .isInstanceOf(CryptoFailure.class);
      }
    }
  }

  /** Else the wrapping service would wrap to whoever planted it. */
  @Test
  void aPlantedPublicHalfIsNeitherCountedNorPreferredToTheRightOne() {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    SoftHsm.plant(unwrapper, planted(KeyName.EXECUTION, 1));
    for (int version : new int[] {1, 99}) {
      SoftHsm.plant(wrapper, plantedPublic(new KeyLabel(KeyName.EXECUTION, version)));
    }
    try (Pkcs11KeyRotation rotation =
            Pkcs11KeyRotation.open(
                unwrapper.settings(), wrapper.settings(), InstantSource.system());
        Pkcs11KeyManagement wraps =
            Pkcs11KeyManagement.open(wrapper.settings(), InstantSource.system());
        Pkcs11KeyManagement unwraps =
            Pkcs11KeyManagement.open(unwrapper.settings(), InstantSource.system());
        SecretMemory key = SecretMemory.random(32)) {
      assertThat(rotation.versions(KeyName.EXECUTION)).isEmpty();
      KeyVersion made = rotation.rotate(KeyName.EXECUTION);
      assertThat(made.number()).isEqualTo(1);
      assertThat(rotation.versions(KeyName.EXECUTION)).containsExactly(made);

      byte[] wrapped = wraps.wrap(KeyName.EXECUTION, CONTEXT, key);
      assertThat(wrapped).startsWith(2, 1, 0, 0, 0);
      assertSecret(unwraps.unwrap(KeyName.EXECUTION, CONTEXT, wrapped))
          .isEqualTo(hexOf(key.copy()));
    }
  }

  /** The last look is at the object itself: its handle may once have been another's. */
  @ParameterizedTest
  @EnumSource(KeyName.class)
  void aHandleOfAPlantedOrOtherObjectIsRefused(KeyName name) {
    SoftHsm.Token token = SoftHsm.token(folder);
    KeyLabel label = new KeyLabel(name, 1);
    SoftHsm.plant(token, planted(name, 1));
    try (Pkcs11Token open = token.open()) {
      open.use(session -> {
        for (KeyKind kind : List.of(KeyKind.wrapping(name), KeyKind.unwrapping(name))) {
          long handle =
              session.cryptoki()
                  .find(session.handle(), kind.template().text(Ck.CKA_LABEL, label.text()))[0];
          assertThatThrownBy(() -> KeyCheck.holds(open, session, label, kind, handle))
              .isInstanceOf(TokenRefused.class)
              .hasMessageContaining("CKA_PRIVATE");
          assertThat(KeyCheck.holds(open, session, new KeyLabel(name, 2), kind, handle)).isFalse();
        }
        return session;
      });
    }
  }

  private static Template[] planted(KeyName name, int version) {
    KeyLabel label = new KeyLabel(name, version);
    List<Template> planted = new ArrayList<>();
    if (name == KeyName.CONTROL) {
      planted.add(secret(SoftHsm.aesKey(label.text(), Golden.bytes(GOLDEN, "aes.value"))));
    } else {
      planted.add(secret(SoftHsm.rsaPrivate(label.text(), GOLDEN)));
      planted.add(plantedPublic(label));
    }
    return planted.toArray(Template[]::new);
  }

  private static Template secret(Template object) {
    return object
        .yes(Ck.CKA_SENSITIVE)
        .no(Ck.CKA_PRIVATE, Ck.CKA_EXTRACTABLE, Ck.CKA_MODIFIABLE)
        .bytes(Ck.CKA_ID, MakingId.at(Instant.EPOCH));
  }

  private static Template plantedPublic(KeyLabel label) {
    return SoftHsm.rsaPublic(label.text(), PLANTED_MODULUS, BigInteger.valueOf(65537))
        .no(Ck.CKA_PRIVATE, Ck.CKA_MODIFIABLE)
        .bytes(Ck.CKA_ID, MakingId.at(Instant.EPOCH));
  }

  private static Pkcs11KeyRotation rotation(SoftHsm.Token token) {
    return token.rotation(InstantSource.system());
  }
}

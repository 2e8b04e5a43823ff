package io.quantumvault.keys.kms.pkcs11;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
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
  private static final byte[] CURVE = {0x06, 0x03, 0x2b, 0x65, 0x70};

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
  void aPlantedPublicHalfIsNeitherExportedNorPreferredToTheImportedOne() throws IOException {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    Path file = folder.resolve("public");
    SoftHsm.plant(unwrapper, planted(KeyName.EXECUTION, 1));
    for (int version : new int[] {1, 99}) {
      SoftHsm.plant(wrapper, plantedPublic(new KeyLabel(KeyName.EXECUTION, version)));
    }
    try (Pkcs11KeyRotation makes = rotation(unwrapper);
        Pkcs11KeyRotation receives = rotation(wrapper);
        Pkcs11KeyManagement wraps =
            Pkcs11KeyManagement.open(wrapper.settings(), InstantSource.system());
        Pkcs11KeyManagement unwraps =
            Pkcs11KeyManagement.open(unwrapper.settings(), InstantSource.system());
        SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> makes.exportPublicHalf(KeyName.EXECUTION, 1, file))
          .isInstanceOf(IllegalArgumentException.class);
      makes.rotate(KeyName.EXECUTION);
      String sha256 = makes.exportPublicHalf(KeyName.EXECUTION, 1, file);
      assertThat(PublicHalf.parse(file, Files.readAllBytes(file)).modulus())
          .isNotEqualTo(PLANTED_MODULUS);
      receives.importPublicHalf(file, sha256);

      byte[] wrapped = wraps.wrap(KeyName.EXECUTION, CONTEXT, key);
      assertThat(wrapped).startsWith(2, 1, 0, 0, 0);
      assertSecret(unwraps.unwrap(KeyName.EXECUTION, CONTEXT, wrapped))
          .isEqualTo(hexOf(key.copy()));
    }
  }

  @Test
  void aPlantedEd25519KeyIsNotTakenForOneOfTheToken() {
    SoftHsm.Token token = SoftHsm.token(folder);
    Bytes32 id = Bytes32.of(TestSecrets.bytes(TestSecrets.random(getClass()), 32));
    byte[] seed = new byte[32];
    byte[] point = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
    byte[] octets = new byte[34];
    octets[0] = 4;
    octets[1] = 32;
    System.arraycopy(point, 0, octets, 2, 32);
    SoftHsm.plant(
        token,
        plantedEd25519(Ck.CKO_PUBLIC_KEY, id).bytes(Ck.CKA_EC_POINT, octets).yes(Ck.CKA_VERIFY),
        plantedEd25519(Ck.CKO_PRIVATE_KEY, id)
            .bytes(Ck.CKA_VALUE, seed)
            .yes(Ck.CKA_SENSITIVE, Ck.CKA_SIGN)
            .no(Ck.CKA_EXTRACTABLE));
    try (TokenEd25519 keys = TokenEd25519.open(token.settings())) {
      assertThatThrownBy(() -> keys.publicKey(id)).isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> keys.sign(id, point, new byte[8])).isInstanceOf(CryptoFailure.class);

      byte[] publicKey = keys.generate(id);
      assertThat(publicKey).isNotEqualTo(point);
      assertThat(keys.publicKey(id)).isEqualTo(publicKey);
      assertThat(keys.sign(id, publicKey, new byte[8])).hasSize(64);
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

  private static Template plantedEd25519(long objectClass, Bytes32 id) {
    return Template.of(objectClass, Ck.CKK_EC_EDWARDS)
        .bytes(Ck.CKA_ID, id.toBytes())
        .bytes(Ck.CKA_EC_PARAMS, CURVE)
        .yes(Ck.CKA_TOKEN)
        .no(Ck.CKA_PRIVATE, Ck.CKA_MODIFIABLE);
  }

  private static Pkcs11KeyRotation rotation(SoftHsm.Token token) {
    return Pkcs11KeyRotation.open(token.settings(), InstantSource.system());
  }
}

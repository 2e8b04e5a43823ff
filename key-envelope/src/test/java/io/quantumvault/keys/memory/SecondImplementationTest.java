package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.TestSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

/** Every native primitive says what BouncyCastle says, over random input of random sizes. */
class SecondImplementationTest {
  private static final int ROUNDS = 200;
  private final Random random = TestSecrets.random(SecondImplementationTest.class);

  @Test
  void hkdf() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] salt = some(64);
      byte[] prefix = some(80);
      byte[] ikm = bytes(random, 1 + random.nextInt(100));
      byte[] info = some(120);
      int size = 1 + random.nextInt(200);
      byte[] expected = new byte[size];
      HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
      generator.init(new HKDFParameters(join(prefix, ikm), salt, info));
      generator.generateBytes(expected, 0, size);

      try (SecretMemory input = secret(ikm);
          SecretMemory prk = Hkdf.extract(salt, prefix, input)) {
        assertSecret(Hkdf.expand(prk, info, size)).isEqualTo(hex(expected));
        assertThat(Hkdf.expandPublic(prk, info, size)).isEqualTo(expected);
      }
    }
  }

  @Test
  void hkdfWithPublicInput() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] salt = bytes(random, 32);
      byte[] ikm = some(90);
      byte[] expected = new HKDFBytesGenerator(new SHA256Digest()).extractPRK(salt, ikm);

      assertThat(Hkdf.extractPublic(salt, ikm)).isEqualTo(expected);
    }
  }

  /** The one in a slot is derived like a key; only a label that no key has is published. */
  @Test
  void slotSecretsGiveKeysAndCheckValuesAndNeverOneForTheOther() {
    byte[] check = "QuantumVault/v2/slot-check\0".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] salt = bytes(random, 32);
      byte[] input = bytes(random, 64);
      byte[] ikm = bytes(random, 1 + random.nextInt(100));
      byte[] info = join("QuantumVault/v2/slot\0".getBytes(StandardCharsets.US_ASCII), some(30));
      byte[] checkInfo = join(check, some(30));
      try (SecretMemory secret = secret(ikm)) {
        assertSecret(SlotSecret.key(salt, input, secret, info))
            .isEqualTo(hex(hkdf(salt, join(input, ikm), info)));
        assertThat(SlotSecret.checkValue(salt, input, secret, checkInfo))
            .isEqualTo(hkdf(salt, join(input, ikm), checkInfo));
        assertThatThrownBy(() -> SlotSecret.checkValue(salt, input, secret, info))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlotSecret.key(salt, input, secret, checkInfo))
            .isInstanceOf(IllegalArgumentException.class);
        byte[] cut = Arrays.copyOf(check, check.length - 1);
        assertThatThrownBy(() -> SlotSecret.checkValue(salt, input, secret, cut))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static byte[] hkdf(byte[] salt, byte[] ikm, byte[] info) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(ikm, salt, info));
    byte[] out = new byte[32];
    generator.generateBytes(out, 0, 32);
    return out;
  }

  @Test
  void hmac() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] key = bytes(random, 1 + random.nextInt(200));
      byte[] data = bytes(random, 1 + random.nextInt(200));
      byte[] more = some(50);

      try (SecretMemory secretKey = secret(key);
          SecretMemory secretData = secret(data)) {
        byte[] mac = Hmac.sha256(secretKey, data, more);
        assertThat(mac).isEqualTo(mac(new HMac(new SHA256Digest()), key, join(data, more)));
        assertThat(Hmac.verifySha256(secretKey, mac, data, more)).isTrue();
        mac[random.nextInt(32)] ^= 1;
        assertThat(Hmac.verifySha256(secretKey, mac, data, more)).isFalse();
        String expected = hex(mac(new HMac(new SHA512Digest()), key, data));
        assertSecret(Hmac.sha512(secretKey, secretData)).isEqualTo(expected);
        assertSecret(Hmac.sha512(key, secretData)).isEqualTo(expected);
      }
    }
  }

  @Test
  void hmacSha1() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] key = bytes(random, 1 + random.nextInt(64));
      byte[] data = some(200);
      try (SecretMemory secretKey = secret(key)) {
        assertThat(Hmac.sha1(secretKey, data))
            .isEqualTo(mac(new HMac(new SHA1Digest()), key, data));
      }
    }
    try (SecretMemory tooLong = SecretMemory.random(65)) {
      assertThatThrownBy(() -> Hmac.sha1(tooLong, new byte[8])).isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void pbkdf2() {
    for (int rounds : new int[] {1, 2, 3, 2048}) {
      byte[] password = bytes(random, 1 + random.nextInt(250));
      byte[] salt = some(40);
      byte[] more = bytes(random, 1 + random.nextInt(40));
      PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
      generator.init(password, join(salt, more), rounds);
      String expected = hex(((KeyParameter) generator.generateDerivedMacParameters(512)).getKey());

      try (SecretMemory secretPassword = secret(password);
          SecretMemory secretSalt = secret(more)) {
        assertSecret(Pbkdf2.sha512(secretPassword, salt, secretSalt, rounds)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aesGcmBothWays() throws InvalidCipherTextException {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] key = bytes(random, 32);
      byte[] aad = some(150);
      byte[] plaintext = bytes(random, 1 + random.nextInt(300));

      try (SecretMemory secretKey = secret(key);
          SecretMemory secretPlaintext = secret(plaintext)) {
        byte[] message = AesGcm.seal(secretKey, aad, secretPlaintext);
        byte[] iv = Arrays.copyOf(message, 12);
        assertThat(theirs(false, key, iv, aad, tagLast(message))).isEqualTo(plaintext);

        byte[] back = theirs(true, key, iv, aad, plaintext);
        assertThat(tagLast(message)).isEqualTo(back);
        assertSecret(AesGcm.open(secretKey, aad, message)).isEqualTo(hex(plaintext));
        try (SecretMemory inKeyMemory = secret(message)) {
          assertSecret(AesGcm.open(secretKey, aad, inKeyMemory)).isEqualTo(hex(plaintext));
        }
      }
    }
  }

  @Test
  void aesGcmRefusesShortMessagesAndKeysOfAnotherSize() {
    try (SecretMemory key = SecretMemory.random(32);
        SecretMemory shortKey = SecretMemory.random(16)) {
      for (int size = 0; size <= AesGcm.OVERHEAD_BYTES; size++) {
        byte[] message = new byte[size];
        assertThatThrownBy(() -> AesGcm.open(key, new byte[0], message))
            .isInstanceOf(CryptoFailure.class);
      }
      assertThatThrownBy(() -> AesGcm.seal(shortKey, new byte[0], key))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> AesGcm.seal(key, new byte[16], new byte[0], key))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void theIvIsNewEachTime() {
    try (SecretMemory key = SecretMemory.random(32);
        SecretMemory plaintext = SecretMemory.random(32)) {
      byte[] one = AesGcm.seal(key, new byte[0], plaintext);
      byte[] two = AesGcm.seal(key, new byte[0], plaintext);
      assertThat(Arrays.copyOf(one, 12)).isNotEqualTo(Arrays.copyOf(two, 12));
    }
  }

  @Test
  void x25519() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] mine = bytes(random, 32);
      byte[] theirPrivate = bytes(random, 32);
      byte[] myPublic = new byte[32];
      byte[] theirPublic = new byte[32];
      byte[] shared = new byte[32];
      X25519.generatePublicKey(mine, 0, myPublic, 0);
      X25519.generatePublicKey(theirPrivate, 0, theirPublic, 0);
      X25519.calculateAgreement(theirPrivate, 0, myPublic, 0, shared, 0);

      try (SecretMemory key = secret(mine)) {
        assertThat(io.quantumvault.keys.memory.X25519.publicKey(key)).isEqualTo(myPublic);
        assertSecret(Agreement.of(key, theirPublic)).isEqualTo(hex(shared));
      }
    }
  }

  @Test
  void ed25519() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] seed = bytes(random, 32);
      byte[] message = some(400);
      byte[] publicKey = new byte[32];
      byte[] signature = new byte[64];
      Ed25519.generatePublicKey(seed, 0, publicKey, 0);
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);

      try (SecretMemory secretSeed = secret(seed)) {
        assertThat(Ed25519Seed.publicKey(secretSeed)).isEqualTo(publicKey);
        assertThat(Ed25519Seed.signBound(secretSeed, publicKey, message)).isEqualTo(signature);
      }
      assertThat(Ed25519Seed.sodiumAccepts(publicKey, message, signature)).isTrue();
      assertThat(Ed25519Seed.isInMainSubgroup(publicKey)).isTrue();
    }
  }

  private byte[] some(int most) {
    return bytes(random, random.nextInt(most + 1));
  }

  private static byte[] theirs(boolean seal, byte[] key, byte[] iv, byte[] aad, byte[] input)
      throws InvalidCipherTextException {
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(seal, new AEADParameters(new KeyParameter(key), 128, iv, aad));
    byte[] out = new byte[cipher.getOutputSize(input.length)];
    int size = cipher.processBytes(input, 0, input.length, out, 0);
    cipher.doFinal(out, size);
    return out;
  }

  private static byte[] mac(HMac hmac, byte[] key, byte[] data) {
    hmac.init(new KeyParameter(key));
    hmac.update(data, 0, data.length);
    byte[] out = new byte[hmac.getMacSize()];
    hmac.doFinal(out, 0);
    return out;
  }

  private static byte[] tagLast(byte[] message) {
    return join(
        Arrays.copyOfRange(message, 28, message.length), Arrays.copyOfRange(message, 12, 28));
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

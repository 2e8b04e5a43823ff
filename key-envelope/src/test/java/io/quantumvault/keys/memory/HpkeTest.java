package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.TestSecrets;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;

class HpkeTest {
  private static final byte[] ODE = hex("4f6465206f6e2061204772656369616e2055726e");
  private static final int CHACHA20_POLY1305 = 3;

  private final Random random = TestSecrets.random(HpkeTest.class);

  /** RFC 9180, A.1.1: the KEM is the one in use. */
  @Test
  void sharedSecretOfTheFirstPublishedSuite() {
    assertSharedSecret(
        "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc");
  }

  /** RFC 9180, A.2.1: the published X25519 suite with 32-byte keys, so key and nonce compare. */
  @Test
  void keyScheduleOfThePublishedSuiteWithKeysOfThatSize() {
    assertSharedSecret(
        "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600",
        "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
        "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
        "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
        "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7");
    Derived derived =
        derived(
            "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600",
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
            "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
            HpkeContext.of(ODE, CHACHA20_POLY1305));
    assertThat(derived.key())
        .isEqualTo("ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91");
    assertThat(derived.nonce()).isEqualTo("5c4d98150661b848853b547f");
  }

  /**
   * The suite in use, whole. RFC 9180 prints none with AES-256-GCM over X25519; this is mode 0, KEM
   * 0x0020, KDF 1, AEAD 2, first message, of the test-vectors.json that its appendix A names.
   */
  @Test
  void theWholePublishedMessageOfTheSuiteInUse() {
    byte[] aad = hex("436f756e742d30");
    String plaintext = "4265617574792069732074727574682c20747275746820626561757479";
    byte[] message =
        hex(
            "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"
                + "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be99319"
                + "80a41de125a925cdad859d5b7a");
    assertSharedSecret(
        "179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11",
        "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256",
        "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d",
        "430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c",
        "3101c54c3a4f87439eaac080699ed9bbcc726ffe44e860c0424ccb7e3e2ead7b");
    Derived derived =
        derived(
            "179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11",
            "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256",
            "430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c",
            HpkeContext.of(ODE));
    assertThat(derived.key())
        .isEqualTo("f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f");
    assertThat(derived.nonce()).isEqualTo("151d9929e2449747889bc923");
    try (SecretMemory recipient =
            secret("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d");
        SecretMemory ephemeral =
            secret("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11");
        SecretMemory secretPlaintext = secret(plaintext)) {
      byte[] publicKey = X25519.publicKey(recipient);
      assertSecret(open(recipient, ODE, aad, message)).isEqualTo(plaintext);
      assertThat(Hpke.seal(ephemeral, publicKey, HpkeContext.of(ODE), aad, secretPlaintext))
          .isEqualTo(message);
    }
  }

  private static void assertSharedSecret(
      String ephemeral,
      String encapsulated,
      String recipient,
      String recipientPublic,
      String want) {
    HpkeContext context = HpkeContext.of(ODE);
    try (SecretMemory skE = secret(ephemeral);
        SecretMemory skR = secret(recipient)) {
      assertThat(X25519.publicKey(skE)).isEqualTo(hex(encapsulated));
      assertThat(X25519.publicKey(skR)).isEqualTo(hex(recipientPublic));
    }
    assertThat(derived(ephemeral, encapsulated, recipientPublic, context).shared()).isEqualTo(want);
    assertThat(derivedBack(recipient, encapsulated, recipientPublic, context).shared())
        .isEqualTo(want);
  }

  private record Derived(String shared, String key, String nonce) {}

  /** What the sender derives, from the ephemeral private half and the recipient's public one. */
  private static Derived derived(
      String ephemeral, String encapsulated, String recipientPublic, HpkeContext context) {
    return derive(ephemeral, encapsulated, recipientPublic, context, HpkeSchedule::recipient);
  }

  /** What the recipient derives. */
  private static Derived derivedBack(
      String recipient, String encapsulated, String recipientPublic, HpkeContext context) {
    return derive(recipient, encapsulated, recipientPublic, context, HpkeSchedule::encapsulated);
  }

  private static Derived derive(
      String privateKey,
      String encapsulated,
      String recipientPublic,
      HpkeContext context,
      ToLongFunction<HpkeSchedule> theirs) {
    try (SecretMemory own = secret(privateKey);
        SecretCalls calls = SecretCalls.open()) {
      HpkeSchedule schedule = new HpkeSchedule(calls, context);
      calls.put(hex(encapsulated), 0, 32, schedule.encapsulated());
      calls.put(hex(recipientPublic), 0, 32, schedule.recipient());
      calls.call(
          SodiumFunctions.X25519,
          schedule.dh(),
          own.segment().address(),
          theirs.applyAsLong(schedule));
      schedule.prepare();
      calls.run();
      HexFormat hex = HexFormat.of();
      return new Derived(
          hex.formatHex(calls.get(schedule.shared(), 32)),
          hex.formatHex(calls.get(schedule.key(), 32)),
          hex.formatHex(calls.get(schedule.nonce(), 12)));
    }
  }

  @Test
  void bouncyCastleOpensWhatIsSealedHereAndTheOtherWayRound() throws InvalidCipherTextException {
    HPKE theirs =
        new HPKE(
            HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    for (int i = 0; i < 50; i++) {
      byte[] privateKey = bytes(random, 32);
      byte[] info = bytes(random, random.nextInt(60));
      byte[] aad = bytes(random, random.nextInt(200));
      byte[] plaintext = bytes(random, 1 + random.nextInt(100));
      try (SecretMemory ours = secret(privateKey);
          SecretMemory secretPlaintext = secret(plaintext)) {
        byte[] publicKey = X25519.publicKey(ours);
        var pair = theirs.deserializePrivateKey(privateKey, publicKey);

        byte[] sealed = Hpke.seal(publicKey, HpkeContext.of(info), aad, secretPlaintext);
        byte[] enc = Arrays.copyOf(sealed, 32);
        byte[] ct = Arrays.copyOfRange(sealed, 32, sealed.length);
        assertThat(theirs.open(enc, pair, info, aad, ct, null, null, null)).isEqualTo(plaintext);

        byte[][] back =
            theirs.seal(
                theirs.deserializePublicKey(publicKey), info, aad, plaintext, null, null, null);
        byte[] joined = PublicBytes.concat(back[1], back[0]);
        assertSecret(open(ours, info, aad, joined)).isEqualTo(HexFormat.of().formatHex(plaintext));
      }
    }
  }

  @Test
  void eachMessageHasAnEphemeralKeyOfItsOwn() {
    try (SecretMemory key = SecretMemory.random(32)) {
      byte[] publicKey = X25519.publicKey(key);
      byte[] one = Hpke.seal(publicKey, HpkeContext.of(ODE), ODE, key);
      byte[] two = Hpke.seal(publicKey, HpkeContext.of(ODE), ODE, key);
      assertThat(Arrays.copyOf(one, 32)).isNotEqualTo(Arrays.copyOf(two, 32));
    }
  }

  @Test
  void anotherInfoOrAadOrAShortMessageIsRefused() {
    try (SecretMemory key = SecretMemory.random(32)) {
      byte[] sealed = Hpke.seal(X25519.publicKey(key), HpkeContext.of(ODE), ODE, key);
      byte[] other = {1};
      assertThatThrownBy(() -> open(key, other, ODE, sealed)).isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> open(key, ODE, other, sealed)).isInstanceOf(CryptoFailure.class);
      for (int size = 0; size < sealed.length; size++) {
        byte[] shorter = Arrays.copyOf(sealed, size);
        assertThatThrownBy(() -> open(key, ODE, ODE, shorter)).isInstanceOf(CryptoFailure.class);
      }
    }
  }

  /** All of it would be known to whoever sent it. */
  @Test
  void aPublicHalfOfSmallOrderIsRefusedOnBothSides() {
    HpkeContext context = HpkeContext.of(ODE);
    for (String point :
        List.of(
            "00".repeat(32),
            "01" + "00".repeat(31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")) {
      try (SecretMemory key = SecretMemory.random(32)) {
        assertThatThrownBy(() -> Hpke.seal(hex(point), context, ODE, key))
            .isInstanceOf(CryptoFailure.class);
        byte[] sealed = sealedUnderNothing(hex(point), X25519.publicKey(key), context);
        assertThatThrownBy(() -> open(key, ODE, ODE, sealed)).isInstanceOf(CryptoFailure.class);
      }
    }
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> Hpke.seal(new byte[31], context, ODE, key))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  /** What anybody can make: the message under the keys that follow from a value of zeros. */
  private static byte[] sealedUnderNothing(byte[] point, byte[] recipient, HpkeContext context) {
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      HpkeSchedule schedule = new HpkeSchedule(calls, context);
      calls.put(point, 0, 32, schedule.encapsulated());
      calls.put(recipient, 0, 32, schedule.recipient());
      schedule.prepare();
      var ciphertext = arena.allocate(1 + 16);
      calls
          .call(
              SodiumFunctions.GCM_SEAL,
              ciphertext.address(),
              0,
              calls.place(arena, new byte[] {7}),
              1,
              calls.place(arena, ODE),
              ODE.length,
              0,
              schedule.nonce(),
              schedule.key())
          .run();
      return PublicBytes.concat(point, PublicBytes.out(ciphertext));
    }
  }

  @Test
  void aClosedRecipientOpensNothing() {
    try (SecretMemory key = SecretMemory.random(32)) {
      byte[] sealed = Hpke.seal(X25519.publicKey(key), HpkeContext.of(ODE), ODE, key);
      HpkeRecipient recipient = HpkeRecipient.of(key);
      recipient.close();
      int before = SecretMemory.liveCount();

      assertThatThrownBy(() -> Hpke.open(recipient, HpkeContext.of(ODE), ODE, sealed))
          .isInstanceOf(IllegalStateException.class);

      assertThat(SecretMemory.liveCount()).isEqualTo(before);
      assertThat(KeyMemory.state().busyCallStacks()).isZero();
      assertThat(recipient).hasToString("[REDACTED]");
    }
  }

  private static SecretMemory open(SecretMemory key, byte[] info, byte[] aad, byte[] sealed) {
    try (HpkeRecipient recipient = HpkeRecipient.of(key)) {
      return Hpke.open(recipient, HpkeContext.of(info), aad, sealed);
    }
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}

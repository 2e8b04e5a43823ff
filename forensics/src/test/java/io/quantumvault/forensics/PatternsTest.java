package io.quantumvault.forensics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
  private static final Random RANDOM = TestRandom.of(PatternsTest.class);
  private static final Secret CONTROL =
      new Secret("control", SecretType.PUBLIC_CONTROL, TestRandom.bytes(RANDOM, 32));

  private final byte[] key = TestRandom.bytes(RANDOM, 32);

  @Test
  void aKeyIsFoundWholeAndByEachQuarterInEveryOrderOfWords() {
    assertThat(formsIn(SecretType.KEY32, key)).contains("key, whole");
    for (int at = 0; at < 32; at += 8) {
      byte[] q = Arrays.copyOfRange(key, at, at + 8);
      String form = "key, bytes " + at + "-" + (at + 7);
      assertThat(formsIn(SecretType.KEY32, q)).containsExactly(form);
      assertThat(
              formsIn(
                  SecretType.KEY32, new byte[] {q[3], q[2], q[1], q[0], q[7], q[6], q[5], q[4]}))
          .containsExactly(form + ", 4-byte words reversed");
      assertThat(
              formsIn(
                  SecretType.KEY32, new byte[] {q[7], q[6], q[5], q[4], q[3], q[2], q[1], q[0]}))
          .containsExactly(form + ", reversed");
      assertThat(
              formsIn(
                  SecretType.KEY32, new byte[] {q[4], q[5], q[6], q[7], q[0], q[1], q[2], q[3]}))
          .containsExactly(form + ", 4-byte words exchanged");
    }
  }

  @Test
  void aKeyIsFoundInThePadsOfHmac() {
    byte[] inner = new byte[32];
    byte[] outer = new byte[32];
    for (int i = 0; i < 32; i++) {
      inner[i] = (byte) (key[i] ^ 0x36);
      outer[i] = (byte) (key[i] ^ 0x5c);
    }
    assertThat(formsIn(SecretType.KEY32, inner)).hasSize(4).allMatch(f -> f.contains("inner pad"));
    assertThat(formsIn(SecretType.KEY32, outer)).hasSize(4).allMatch(f -> f.contains("outer pad"));
  }

  @Test
  void aKeyIsFoundInTextsOfEveryKindAndWidth() {
    makeBothAlphabetsOfBase64Differ();
    Map<String, String> texts =
        Map.of(
            "hex", HexFormat.of().formatHex(key),
            "HEX", HexFormat.of().withUpperCase().formatHex(key),
            "Base64 at offset 0", org.bouncycastle.util.encoders.Base64.toBase64String(key),
            "Base64 at offset 0, URL-safe",
                Base64.getUrlEncoder().withoutPadding().encodeToString(key),
            "Base58", base58(key),
            "decimal list", numbers(key, ","),
            "decimal list with blanks", numbers(key, ", "));
    texts.forEach((form, text) -> {
      assertThat(formsIn(SecretType.KEY32, text.getBytes(US_ASCII))).contains("key, " + form);
      assertThat(formsIn(SecretType.KEY32, text.getBytes(UTF_16LE)))
          .contains("key, " + form + ", UTF-16LE");
      assertThat(formsIn(SecretType.KEY32, text.getBytes(UTF_16BE)))
          .contains("key, " + form + ", UTF-16BE");
    });
  }

  @Test
  void aKeyIsFoundInsideBase64OfSomethingLonger() throws Exception {
    makeBothAlphabetsOfBase64Differ();
    byte[] pkcs8 =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key))
            .getEncoded();
    for (int before = 0; before < 3; before++) {
      byte[] longer = new byte[before + pkcs8.length + 5];
      RANDOM.nextBytes(longer);
      System.arraycopy(pkcs8, 0, longer, before, pkcs8.length);
      assertThat(formsIn(SecretType.SEED, Base64.getEncoder().encode(longer))).hasSize(1);
      assertThat(formsIn(SecretType.SEED, Base64.getUrlEncoder().encode(longer)))
          .singleElement()
          .asString()
          .endsWith("URL-safe");
    }
  }

  @Test
  void aSeedIsFoundByWhatSigningMakesOfIt() throws Exception {
    byte[] publicKey = new Ed25519PrivateKeyParameters(key).generatePublicKey().getEncoded();
    byte[] pair = Arrays.copyOf(key, 64);
    System.arraycopy(publicKey, 0, pair, 32, 32);
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(key);
    byte[] scalar = Arrays.copyOf(digest, 32);
    scalar[0] &= (byte) 248;
    scalar[31] = (byte) ((scalar[31] & 127) | 64);

    assertThat(formsIn(SecretType.SEED, pair)).contains("key, secret key of 64 bytes");
    assertThat(formsIn(SecretType.SEED, base58(pair).getBytes(US_ASCII)))
        .contains("key, secret key of 64 bytes Base58");
    assertThat(formsIn(SecretType.SEED, numbers(pair, ",").getBytes(US_ASCII)))
        .contains("key, secret key of 64 bytes decimal list");
    assertThat(formsIn(SecretType.SEED, scalar)).contains("key, scalar whole");
    assertThat(formsIn(SecretType.SEED, new BigInteger(1, reversed(scalar)).toByteArray()))
        .hasSize(4)
        .contains(
            "key, unclamped scalar bytes 8-15, reversed",
            "key, unclamped scalar bytes 16-23, reversed");
    assertThat(formsIn(SecretType.SEED, Arrays.copyOfRange(digest, 32, 64)))
        .contains("key, prefix whole");
    assertThat(formsIn(SecretType.SEED, Arrays.copyOfRange(digest, 0, 8)))
        .containsExactly("key, unclamped scalar bytes 0-7");
  }

  @ParameterizedTest
  @CsvSource({
    // FIPS 197, C.3: the schedule of encryption, then the one of the equivalent inverse cipher.
    "24fc79ccbf0979e9, AES schedule words 56-57",
    "cc79fc24e97909bf, 'AES schedule words 56-57, words reversed'",
    "34f1d1ffbfceaa2f, AES inverse schedule words 52-53",
    "fce9e25f2558016e, AES inverse schedule words 54-55",
    "ffd1f1342faacebf, 'AES inverse schedule words 52-53, words reversed'"
  })
  void anAesKeyIsFoundByTwoWordsOfEitherSchedule(String words, String form) {
    byte[] published = new byte[32];
    for (int i = 0; i < 32; i++) {
      published[i] = (byte) i;
    }
    assertThat(
            formsIn(
                new Secret("key", SecretType.AES256, published), HexFormat.of().parseHex(words)))
        .containsExactly("key, " + form);
  }

  @Test
  void anX25519KeyIsFoundClamped() {
    // Neither end is clamped by chance already.
    key[0] |= 1;
    key[31] |= (byte) 128;
    byte[] clamped = key.clone();
    clamped[0] &= (byte) 248;
    clamped[31] = (byte) ((clamped[31] & 127) | 64);

    assertThat(formsIn(SecretType.X25519, clamped)).contains("key, clamped whole");
    assertThat(formsIn(SecretType.X25519, Arrays.copyOf(clamped, 8)))
        .containsExactly("key, clamped bytes 0-7");
    assertThat(formsIn(SecretType.X25519, Arrays.copyOfRange(clamped, 24, 32)))
        .containsExactly("key, clamped bytes 24-31");
  }

  @Test
  void aSentenceIsFoundWholeAndByAnyFourWordsOfIt() {
    String sentence = "legal winner thank year wave sausage worth useful";
    assertThat(
            formsIn(SecretType.TEXT, "xx thank year wave sausage xx".getBytes(US_ASCII), sentence))
        .containsExactly("key, words 3-6");
    assertThat(formsIn(SecretType.TEXT, "wave sausage worth useful".getBytes(UTF_16LE), sentence))
        .containsExactly("key, words 5-8, UTF-16LE");
    assertThat(formsIn(SecretType.TEXT, "wave sausage worth".getBytes(US_ASCII), sentence))
        .isEmpty();
    assertThat(formsIn(SecretType.TEXT, sentence.getBytes(UTF_16BE), sentence))
        .contains(
            "key, whole text, UTF-16BE", "key, words 1-4, UTF-16BE", "key, words 5-8, UTF-16BE");
  }

  @Test
  void formsThatMemoryIsFullOfAreLeftOutAndNamed() {
    byte[] half = new byte[32];
    RANDOM.nextBytes(half);
    Arrays.fill(half, 8, 16, (byte) 0);

    Patterns patterns = Patterns.of(List.of(CONTROL, new Secret("key", SecretType.KEY32, half)));

    assertThat(patterns.leftOut()).contains("key, bytes 8-15").noneMatch(f -> f.contains("0-7"));
    assertThat(patterns.all()).noneMatch(Pattern::isCommonplace);
  }

  @Test
  void withoutASecretOrAControlThereIsNothingToSay() {
    Secret secret = new Secret("key", SecretType.KEY32, key);

    assertThatThrownBy(() -> Patterns.of(List.of(secret)))
        .isInstanceOf(NotRun.class)
        .hasMessageContaining("no public control");
    assertThatThrownBy(() -> Patterns.of(List.of(CONTROL)))
        .isInstanceOf(NotRun.class)
        .hasMessageContaining("no secret");
  }

  @Test
  void nothingOfASecretIsInItsDescription() {
    Secret secret = new Secret("key", SecretType.KEY32, key);
    assertThat(secret).hasToString("key [REDACTED]");
    for (Pattern pattern : Patterns.of(List.of(secret, CONTROL)).all()) {
      assertThat(pattern.toString())
          .startsWith(pattern.secret() + ", ")
          .doesNotContain(HexFormat.of().formatHex(pattern.bytes(), 0, 4))
          .doesNotContain(Arrays.toString(pattern.bytes()))
          .doesNotContain(new String(pattern.bytes(), ISO_8859_1));
    }
  }

  /** Three bytes of ones: at each alignment at least one digit is the last of its alphabet. */
  private void makeBothAlphabetsOfBase64Differ() {
    Arrays.fill(key, 12, 15, (byte) 0xff);
  }

  private List<String> formsIn(SecretType type, byte[] found) {
    return formsIn(new Secret("key", type, key), found);
  }

  private static List<String> formsIn(SecretType type, byte[] found, String text) {
    return formsIn(new Secret("key", type, text.getBytes(US_ASCII)), found);
  }

  private static List<String> formsIn(Secret secret, byte[] found) {
    var forms = new ArrayList<String>();
    byte[] around = new byte[found.length + 40];
    Arrays.fill(around, (byte) 0xee);
    System.arraycopy(found, 0, around, 17, found.length);
    new PatternIndex(Patterns.of(List.of(CONTROL, secret)).all())
        .search(around, around.length, (at, pattern) -> forms.add(pattern.toString()));
    return forms;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  private static String numbers(byte[] bytes, String between) {
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
        .collect(Collectors.joining(between));
  }

  /** By division of a whole number, which the code under test does not do. */
  private static String base58(byte[] bytes) {
    var text = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes);
    while (rest.signum() > 0) {
      BigInteger[] division = rest.divideAndRemainder(BigInteger.valueOf(58));
      text.append(
          "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
              .charAt(division[1].intValue()));
      rest = division[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append('1');
    }
    return text.reverse().toString();
  }
}

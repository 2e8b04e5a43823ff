package io.quantumvault.forensics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedValuesTest {
  private static final HexFormat HEX = HexFormat.of();

  // FIPS 197, A.3.
  private static final byte[] AES_KEY =
      HEX.parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

  @ParameterizedTest
  @CsvSource({
    "0, 603deb10", "7, 0914dff4", "8, 9ba35411", "9, 8e6925af", "10, a51a8b5f", "11, 2067fcde",
    "12, a8b09c1a", "13, 93d194cd", "14, be49846e", "15, b75d5b9a", "56, fe4890d1", "57, e6188d0b",
    "58, 046df344", "59, 706c631e"
  })
  void theAesScheduleIsTheStandards(int word, String value) {
    byte[] schedule = AesSchedule.expand(AES_KEY);

    assertThat(schedule).hasSize(240);
    assertThat(HEX.formatHex(schedule, 4 * word, 4 * word + 4)).isEqualTo(value);
  }

  @Test
  void theInverseScheduleUndoesMixingAndKeepsTheFirstAndLastRoundKeys() {
    // FIPS 197, 5.1.3 by example: the column db135345 is mixed into 8e4da1bc.
    byte[] schedule = AesSchedule.expand(AES_KEY);
    System.arraycopy(HEX.parseHex("8e4da1bc"), 0, schedule, 20, 4);

    byte[] inverse = AesSchedule.inverse(schedule);

    assertThat(HEX.formatHex(inverse, 20, 24)).isEqualTo("db135345");
    assertThat(Arrays.copyOf(inverse, 16)).isEqualTo(Arrays.copyOf(schedule, 16));
    assertThat(Arrays.copyOfRange(inverse, 224, 240))
        .isEqualTo(Arrays.copyOfRange(schedule, 224, 240));
  }

  @Test
  void theStateOfShaAfterABlockIsTheDigestOfAShortMessage() throws Exception {
    byte[] message = TestRandom.bytes(TestRandom.of(PublishedValuesTest.class), 32);
    byte[] block = Arrays.copyOf(message, 64);
    block[32] = (byte) 0x80;
    block[62] = 1; // 256 bits, big-endian

    assertThat(Sha256Block.after(block))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(message));
  }

  @ParameterizedTest
  @CsvSource({
    "Hello World!, 2NEpo7TZRRrLZSi2U",
    "The quick brown fox jumps over the lazy dog.,"
        + " USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
  })
  void base58IsAsPublished(String text, String encoded) {
    assertThat(Base58.encode(text.getBytes(US_ASCII))).asString(US_ASCII).isEqualTo(encoded);
  }

  @Test
  void base58KeepsLeadingZeros() {
    assertThat(Base58.encode(HEX.parseHex("0000287fb4cd")))
        .asString(US_ASCII)
        .isEqualTo("11233QC4");
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 8032, 7.1.
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
  })
  void publicKeysAreTheStandards(String seed, String publicKey) {
    assertThat(HEX.formatHex(Ed25519Expansion.publicKey(HEX.parseHex(seed)))).isEqualTo(publicKey);
  }

  @Test
  void publicKeysAreThoseOfAnotherImplementation() {
    Random random = TestRandom.of(PublishedValuesTest.class);
    for (int i = 0; i < 20; i++) {
      byte[] seed = TestRandom.bytes(random, 32);
      assertThat(Ed25519Expansion.publicKey(seed))
          .isEqualTo(new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
    }
  }
}

package io.quantumvault.keys.derive;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.reveal;
import static io.quantumvault.keys.TestSecrets.secret;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Vectors;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MnemonicTest {
  record Wallet(
      String mnemonic,
      String passphrase,
      String stretched,
      String key,
      String chainCode,
      String publicKey) {}

  static Stream<Wallet> wallets() {
    return Vectors.load("bip39_slip10_solana.json")
        .get("vectors")
        .valueStream()
        .map(v ->
            new Wallet(
                text(v, "mnemonic"),
                text(v, "passphrase"),
                text(v, "seedHex"),
                text(v, "slip10KeyHex"),
                text(v, "chainCodeHex"),
                text(v, "publicKeyHex")));
  }

  static Stream<Wallet> englishWallets() {
    return wallets().filter(w -> w.mnemonic().chars().allMatch(c -> c < 0x80));
  }

  static Stream<String> invalidSentences() {
    return Vectors.load("bip39_slip10_solana.json")
        .get("invalidMnemonics")
        .valueStream()
        .map(v -> text(v, "mnemonic"))
        .filter(s -> !s.isEmpty());
  }

  @Test
  void thereAreVectorsOfEveryKind() {
    assertThat(wallets()).hasSizeGreaterThanOrEqualTo(30);
    assertThat(englishWallets().map(w -> w.mnemonic().split(" ").length)).contains(12, 18, 24);
    assertThat(wallets().map(Wallet::passphrase)).anyMatch(p -> p.chars().anyMatch(c -> c > 0x7f));
    assertThat(invalidSentences()).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void stretchesAndDerivesAsOtherWalletsDo(Wallet wallet) {
    try (SecretMemory sentence = sentence(wallet.mnemonic());
        SecretMemory passphrase = Passphrase.normalised(wallet.passphrase().toCharArray());
        SecretMemory stretched = Mnemonic.stretch(sentence, passphrase)) {
      assertSecret(stretched.copy()).isEqualTo(wallet.stretched());
      assertSecret(Slip10.node(stretched, Slip10.solanaPath(0)))
          .isEqualTo(wallet.key() + wallet.chainCode());
    }
  }

  @Test
  void furtherAccountsAreWhereOtherWalletsHaveThem() {
    int compared = 0;
    for (JsonNode v :
        Vectors.load("bip39_slip10_solana.json").get("vectors").valueStream().toList()) {
      for (var other : v.path("altPathAddresses").properties()) {
        try (SecretMemory sentence = sentence(text(v, "mnemonic"));
            SecretMemory passphrase = Passphrase.normalised(text(v, "passphrase").toCharArray());
            SecretMemory stretched = Mnemonic.stretch(sentence, passphrase);
            SecretMemory key = Slip10.key(stretched, path(other.getKey()))) {
          assertThat(base58(Ed25519.publicKey(key))).isEqualTo(other.getValue().asString());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(0);
    assertThat(Slip10.solanaPath(7)).isEqualTo(path("m/44'/501'/7'/0'"));
  }

  /** Written here, so that the addresses of the vectors are read by nothing of the product. */
  private static String base58(byte[] bytes) {
    String digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    StringBuilder text = new StringBuilder();
    BigInteger[] rest = {new BigInteger(1, bytes)};
    while (rest[0].signum() > 0) {
      rest = rest[0].divideAndRemainder(BigInteger.valueOf(58));
      text.append(digits.charAt(rest[1].intValue()));
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append('1');
    }
    return text.reverse().toString();
  }

  @ParameterizedTest
  @MethodSource("englishWallets")
  void aSentenceGivesItsEntropyAndTheEntropyTheSameWallet(Wallet wallet) {
    int before = SecretMemory.liveCount();
    try (SecretMemory sentence = sentence(wallet.mnemonic());
        SecretMemory passphrase = Passphrase.normalised(wallet.passphrase().toCharArray());
        SecretMemory entropy = Mnemonic.entropyOf(sentence);
        SecretMemory words = Mnemonic.sentenceOf(entropy);
        SecretMemory seed = Mnemonic.seedOf(entropy, passphrase)) {
      assertThat(reveal(words)).isEqualTo(reveal(sentence));
      assertThat(Ed25519.publicKey(seed)).isEqualTo(HexFormat.of().parseHex(wallet.publicKey()));
      assertSecret(seed.copy()).isEqualTo(wallet.key());
      if (passphrase == null) {
        assertSecret(Mnemonic.seedOf(entropy)).isEqualTo(wallet.key());
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("invalidSentences")
  void anInvalidSentenceIsRefused(String invalid) {
    assertSentenceRefused(invalid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "abandon",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about ",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abou",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon aboutt",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon\nabout",
      })
  void anAlmostValidSentenceIsRefused(String invalid) {
    assertSentenceRefused(invalid);
  }

  private static void assertSentenceRefused(String invalid) {
    int before = SecretMemory.liveCount();
    try (SecretMemory sentence = sentence(invalid)) {
      assertThatThrownBy(() -> Mnemonic.entropyOf(sentence).close())
          .isInstanceOf(CryptoFailure.class);
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 24, 28, 32})
  void everySizeOfEntropyComesBack(int size) {
    for (int i = 0; i < 200; i++) {
      try (SecretMemory entropy = SecretMemory.random(size);
          SecretMemory words = Mnemonic.sentenceOf(entropy)) {
        assertSecret(Mnemonic.entropyOf(words)).isEqualTo(hexOf(entropy.copy()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 15, 17, 31, 33, 36})
  void entropyOfAnotherSizeIsRefused(int size) {
    try (SecretMemory entropy = SecretMemory.random(size)) {
      assertThatThrownBy(() -> Mnemonic.sentenceOf(entropy)).isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void newEntropyIsForTwentyFourWords() {
    try (SecretMemory entropy = Mnemonic.newEntropy();
        SecretMemory words = Mnemonic.sentenceOf(entropy)) {
      assertThat(new String(reveal(words), StandardCharsets.US_ASCII).split(" ")).hasSize(24);
    }
  }

  @Test
  void slip10MatchesItsPublishedVectors() {
    List<JsonNode> vectors =
        Vectors.load("slip0010_ed25519_published.json").get("vectors").valueStream().toList();
    assertThat(vectors).hasSizeGreaterThanOrEqualTo(12);
    for (JsonNode v : vectors) {
      try (SecretMemory master = secret(text(v, "seedHex"))) {
        assertSecret(Slip10.node(master, path(text(v, "path"))))
            .isEqualTo(text(v, "privateKeyHex") + text(v, "chainCodeHex"));
        try (SecretMemory key = Slip10.key(master, path(text(v, "path")))) {
          assertThat(HexFormat.of().formatHex(Ed25519.publicKey(key)))
              .isEqualTo(text(v, "publicKeyHex").substring(text(v, "publicKeyHex").length() - 64));
        }
      }
    }
  }

  @Test
  void aPassphraseIsNormalisedAndItsCharactersWiped() {
    char[] composed = "Å ﬁ".toCharArray();
    try (SecretMemory normalised = Passphrase.normalised(composed)) {
      assertThat(new String(reveal(requireNonNull(normalised)), StandardCharsets.UTF_8))
          .isEqualTo("A\u030a fi");
      assertThat(composed).containsOnly('\0');
    }
    assertThat(Passphrase.normalised(new char[0])).isNull();
    for (String typed : List.of("Å ﬁ", "plain")) {
      try (SecretMemory utf8 = secret(typed.getBytes(StandardCharsets.UTF_8));
          SecretMemory same = Passphrase.normalised(typed.toCharArray());
          SecretMemory normalised = Passphrase.normalised(utf8)) {
        assertThat(reveal(requireNonNull(normalised))).isEqualTo(reveal(requireNonNull(same)));
      }
    }
    try (SecretMemory noText = secret(new byte[] {'a', (byte) 0xff})) {
      assertThatThrownBy(() -> Passphrase.normalised(noText)).isInstanceOf(CryptoFailure.class);
    }
  }

  private static int[] path(String path) {
    return Stream.of(path.split("/"))
        .skip(1)
        .mapToInt(s -> Integer.parseInt(s.replace("'", "")))
        .toArray();
  }

  private static SecretMemory sentence(String words) {
    return secret(
        Normalizer.normalize(words, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asString();
  }
}

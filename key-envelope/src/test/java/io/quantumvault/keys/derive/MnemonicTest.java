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
import io.quantumvault.keys.memory.MnemonicWords;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MnemonicTest {
  /** The file that is run: of the given folder, which need not have every kind, or our own. */
  private static final JsonNode FILE = Vectors.load("bip39_slip10_solana.json");

  record Wallet(
      String mnemonic,
      String passphrase,
      String stretched,
      String path,
      String key,
      String chainCode,
      String publicKey,
      String address,
      String secretKey,
      Map<String, String> addressesByPath) {
    @Override
    public String toString() {
      return path + " of " + mnemonic.codePoints().filter(c -> c == ' ').count() + " spaces";
    }
  }

  static Stream<Wallet> wallets() {
    return wallets(FILE);
  }

  private static Stream<Wallet> wallets(JsonNode file) {
    return file.get("vectors").valueStream().map(MnemonicTest::wallet);
  }

  private static Wallet wallet(JsonNode v) {
    Map<String, String> others = new TreeMap<>();
    if (v.has("altPathAddresses")) {
      v.get("altPathAddresses")
          .properties()
          .forEach(other -> others.put(other.getKey(), other.getValue().asString()));
    }
    return new Wallet(
        text(v, "mnemonic"),
        text(v, "passphrase"),
        text(v, "seedHex"),
        text(v, "path"),
        text(v, "slip10KeyHex"),
        text(v, "chainCodeHex"),
        text(v, "publicKeyHex"),
        text(v, "address"),
        text(v, "secretKey64Base58"),
        others);
  }

  /** Those whose words are of the list in use; stretching needs no list, entropy does. */
  static Stream<Wallet> englishWallets() {
    return wallets().filter(w -> w.mnemonic().chars().allMatch(c -> c < 0x80));
  }

  static Stream<String> invalidSentences() {
    return FILE.has("invalidMnemonics")
        ? FILE.get("invalidMnemonics")
            .valueStream()
            .map(v -> text(v, "mnemonic"))
            .filter(s -> !s.isEmpty())
        : Stream.of();
  }

  @Test
  void ourOwnVectorsAreOfEveryKind() {
    JsonNode own = Vectors.own("bip39_slip10_solana.json");
    assertThat(wallets(own)).hasSizeGreaterThanOrEqualTo(30);
    assertThat(wallets(own).map(w -> w.mnemonic().split(" ").length)).contains(12, 18, 24);
    assertThat(wallets(own).map(Wallet::passphrase))
        .anyMatch(p -> p.chars().anyMatch(c -> c > 0x7f));
    assertThat(wallets(own)).allMatch(w -> w.addressesByPath().size() >= 4);
    assertThat(own.get("invalidMnemonics").size()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void theFileThatIsRunHasVectors() {
    assertThat(wallets()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void stretchesAndDerivesAsOtherWalletsDo(Wallet wallet) {
    try (SecretMemory sentence = sentence(wallet.mnemonic());
        SecretMemory passphrase = Passphrase.normalised(wallet.passphrase().toCharArray());
        SecretMemory stretched = Mnemonic.stretch(sentence, passphrase)) {
      assertSecret(stretched.copy()).isEqualTo(wallet.stretched());
      assertSecret(Slip10.node(stretched, path(wallet.path())))
          .isEqualTo(wallet.key() + wallet.chainCode());
      try (SecretMemory key = Slip10.key(stretched, path(wallet.path()))) {
        byte[] publicKey = Ed25519.publicKey(key);
        assertThat(HexFormat.of().formatHex(publicKey)).isEqualTo(wallet.publicKey());
        assertThat(Base58Text.of(publicKey)).isEqualTo(wallet.address());
        assertThat(Base58Text.of(reveal(key), publicKey)).isEqualTo(wallet.secretKey());
      }
      wallet
          .addressesByPath()
          .forEach((path, address) -> {
            try (SecretMemory key = Slip10.key(stretched, path(path))) {
              assertThat(Base58Text.of(Ed25519.publicKey(key))).as(path).isEqualTo(address);
            }
          });
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("englishWallets")
  void aSentenceGivesItsEntropyAndTheEntropyTheSameWallet(Wallet wallet) {
    int before = SecretMemory.liveCount();
    try (SecretMemory sentence = sentence(wallet.mnemonic());
        SecretMemory passphrase = Passphrase.normalised(wallet.passphrase().toCharArray());
        SecretMemory entropy = MnemonicWords.entropyOf(sentence);
        SecretMemory words = MnemonicWords.sentenceOf(entropy)) {
      assertThat(reveal(words)).isEqualTo(reveal(sentence));
      Map<String, String> addresses = new TreeMap<>(wallet.addressesByPath());
      addresses.put(wallet.path(), wallet.address());
      addresses.forEach((path, address) -> {
        int[] steps = path(path);
        if (Arrays.equals(steps, Slip10.solanaPath(steps.length > 2 ? steps[2] : 0))) {
          try (SecretMemory seed = Mnemonic.seedOf(entropy, passphrase, steps[2])) {
            assertThat(Base58Text.of(Ed25519.publicKey(seed))).as(path).isEqualTo(address);
          }
        }
      });
      if (passphrase == null) {
        try (SecretMemory first = Mnemonic.seedOf(entropy);
            SecretMemory same = Mnemonic.seedOf(entropy, null, 0)) {
          assertThat(reveal(first)).isEqualTo(reveal(same));
        }
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void anAccountBelowZeroIsRefused() {
    try (SecretMemory entropy = Mnemonic.newEntropy()) {
      assertThatThrownBy(() -> Mnemonic.seedOf(entropy, null, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("invalidSentences")
  void anInvalidSentenceIsRefused(String invalid) {
    assertSentenceRefused(invalid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "abandon",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
            + " about ",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
            + " abou",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
            + " aboutt",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon\n"
            + "about",
      })
  void anAlmostValidSentenceIsRefused(String invalid) {
    assertSentenceRefused(invalid);
  }

  private static void assertSentenceRefused(String invalid) {
    int before = SecretMemory.liveCount();
    try (SecretMemory sentence = sentence(invalid)) {
      assertThatThrownBy(() -> MnemonicWords.entropyOf(sentence).close())
          .isInstanceOf(CryptoFailure.class);
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 24, 28, 32})
  void everySizeOfEntropyComesBack(int size) {
    for (int i = 0; i < 200; i++) {
      try (SecretMemory entropy = SecretMemory.random(size);
          SecretMemory words = MnemonicWords.sentenceOf(entropy)) {
        assertSecret(MnemonicWords.entropyOf(words)).isEqualTo(hexOf(entropy.copy()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 15, 17, 31, 33, 36})
  void entropyOfAnotherSizeIsRefused(int size) {
    try (SecretMemory entropy = SecretMemory.random(size)) {
      assertThatThrownBy(() -> MnemonicWords.sentenceOf(entropy)).isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void newEntropyIsForTwentyFourWords() {
    try (SecretMemory entropy = Mnemonic.newEntropy();
        SecretMemory words = MnemonicWords.sentenceOf(entropy)) {
      assertThat(new String(reveal(words), StandardCharsets.US_ASCII).split(" ")).hasSize(24);
    }
  }

  @Test
  void slip10MatchesItsPublishedVectors() {
    List<JsonNode> vectors =
        Vectors.load("slip0010_ed25519_published.json").get("vectors").valueStream().toList();
    assertThat(Vectors.own("slip0010_ed25519_published.json").get("vectors").size()).isEqualTo(12);
    assertThat(vectors).isNotEmpty();
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

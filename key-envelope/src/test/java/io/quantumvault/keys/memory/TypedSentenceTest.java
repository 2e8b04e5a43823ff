package io.quantumvault.keys.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.memory.TypedSentence.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedSentenceTest {
  private static final String ZEROS = "abandon ".repeat(11) + "about";
  private int before;

  @BeforeEach
  void count() {
    before = SecretMemory.liveCount();
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void caseAndWhiteSpaceDoNotMatter() {
    for (String typed :
        new String[] {
          ZEROS, "  " + ZEROS + "\n", ZEROS.replace(" ", " \t\r\n "), ZEROS.toUpperCase(Locale.ROOT)
        }) {
      assertEntropy(typed, new byte[16]);
    }
  }

  @Test
  void everySentenceIsReadBackHoweverItIsTyped() {
    Random random = TestSecrets.random(TypedSentenceTest.class);
    for (int n = 0; n < 200; n++) {
      byte[] entropy = TestSecrets.bytes(random, 16 + 4 * random.nextInt(5));
      try (SecretMemory secret = SecretMemory.takeOwnershipOf(entropy.clone());
          SecretMemory sentence = MnemonicWords.sentenceOf(secret)) {
        String words = new String(Reveal.copyOut(sentence, RevealAccess.token), US_ASCII);
        assertEntropy(random.nextBoolean() ? words.toUpperCase(Locale.ROOT) : words + " ", entropy);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 13, 14, 23, 25, 27, 300})
  void anotherNumberOfWordsIsSaid(int words) {
    String typed = " " + String.join(" ", Stream.generate(() -> "zoo").limit(words).toList());

    assertThat(read(typed)).isEqualTo(new Read.WrongCount(words));
  }

  @Test
  void theFirstWordThatIsNoneIsNamedByItsPositionAlone() {
    for (int position : IntStream.rangeClosed(1, 12).toArray()) {
      String[] words = ZEROS.split(" ");
      words[position - 1] = "abandom";
      words[11] = position < 12 ? "neither" : "abandom";

      assertThat(read(String.join(" ", words))).isEqualTo(new Read.UnknownWord(position));
    }
    assertThat(read("ab\0ndon " + ZEROS.substring(8))).isEqualTo(new Read.UnknownWord(1));
  }

  @Test
  void wordsThatDoNotBelongTogetherAreSaid() {
    assertThat(read("abandon ".repeat(12))).isEqualTo(new Read.WrongChecksum());
  }

  @Test
  void inputIsReadToTheLinesEndOrToItsOwn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("input");
    Files.writeString(file, "first\nsecond");
    int descriptor = open(file);
    try (SecretMemory line = SecretInput.read(descriptor, SecretInput.Until.LINE_END);
        SecretMemory rest = SecretInput.read(descriptor, SecretInput.Until.END)) {
      assertThat(Reveal.copyOut(line, RevealAccess.token)).asString().isEqualTo("first");
      assertThat(Reveal.copyOut(rest, RevealAccess.token)).asString().isEqualTo("second");
      assertThatThrownBy(() -> SecretInput.read(descriptor, SecretInput.Until.END))
          .hasMessageContaining("nothing came");
    } finally {
      Libc.close(descriptor);
    }
  }

  @Test
  void inputIsBounded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("input");
    Files.write(file, new byte[SecretInput.MOST_BYTES + 1]);
    int descriptor = open(file);
    try {
      assertThatThrownBy(() -> SecretInput.read(descriptor, SecretInput.Until.END))
          .hasMessageContaining("more than 4096 bytes");
    } finally {
      Libc.close(descriptor);
    }
  }

  @Test
  void aKeypairFileIsWhatSolanasToolsWrite(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("id.json");
    byte[] seed = TestSecrets.bytes(TestSecrets.random(TypedSentenceTest.class), 32);
    seed[0] = 0;
    seed[1] = 9;
    seed[2] = 99;
    seed[3] = (byte) 255;
    try (SecretMemory secret = SecretMemory.takeOwnershipOf(seed.clone())) {
      SolanaKeypairFile.create(file, secret);

      String text = Files.readString(file);
      assertThat(text).matches("\\[(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)){63}]");
      int[] numbers =
          Arrays.stream(text.substring(1, text.length() - 1).split(","))
              .mapToInt(Integer::parseInt)
              .toArray();
      byte[] publicKey = Ed25519Seed.publicKey(secret);
      for (int i = 0; i < 32; i++) {
        assertThat((byte) numbers[i]).isEqualTo(seed[i]);
        assertThat((byte) numbers[32 + i]).isEqualTo(publicKey[i]);
      }
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      assertThatThrownBy(() -> SolanaKeypairFile.create(file, secret))
          .isInstanceOf(KeyFileRefused.class);
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  private static int open(Path file) {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      return Libc.open(arena.allocateFrom(file.toString()), 0, 0);
    }
  }

  private static Read read(String typed) {
    try (SecretMemory secret = SecretMemory.takeOwnershipOf(typed.getBytes(US_ASCII))) {
      return TypedSentence.read(secret);
    }
  }

  private static void assertEntropy(String typed, byte[] entropy) {
    assertThat(read(typed))
        .isInstanceOfSatisfying(
            Read.Entropy.class,
            read -> {
              try (SecretMemory secret = read.secret()) {
                assertThat(Reveal.copyOut(secret, RevealAccess.token)).isEqualTo(entropy);
              }
            });
  }
}

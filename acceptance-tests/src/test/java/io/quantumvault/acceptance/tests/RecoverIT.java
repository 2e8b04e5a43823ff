package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Qv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An owner with nothing but words; the addresses are those that other wallets derive. */
@Timeout(600)
class RecoverIT {
  private static final String JUNK = "test ".repeat(11) + "junk";

  @TempDir Path folder;

  @Test
  void wordsGiveTheAddressHoweverTheyAreTyped() throws Exception {
    for (String typed :
        new String[] {JUNK, "  " + JUNK.replace(" ", "\n\t").toUpperCase(Locale.ROOT) + "\n\n"}) {
      var result = Qv.fed(typed, "recover");
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("oeYf6KAJkLYhBuR8CiGc6L4D4Xtfepr85fuDgA9kq96\n");
      assertThat(result.exit()).isZero();
    }
  }

  @Test
  void furtherAccountsAndPassphrasesGiveTheirs() throws Exception {
    assertThat(Qv.fed(JUNK, "recover", "--account", "1").out())
        .isEqualTo("AqynRZwvVqUPRwRJXvm6odUb3t93fDjnWe3p6BeuUFxD\n");
    String swim =
        "swim chimney gap route script again kick chef arrive involve avoid subject office witness"
            + " wish dismiss tomorrow enhance unlock couch segment view tackle identify";
    assertThat(Qv.fed(swim + "\npässwörd✓ ﬁ Å\n", "recover", "--passphrase").out())
        .isEqualTo("2P18D8k1MbKKo2bVFjPRHxDxVHoMUeGKdgVY9raKkcXt\n");
  }

  @Test
  void theKeypairFileHoldsTheKeyOfThatAddress() throws Exception {
    Path file = folder.resolve("id.json");

    assertThat(Qv.fed(JUNK, "recover", "--out", file.toString()).exit()).isZero();

    String text = Files.readString(file);
    byte[] pair = new byte[64];
    String[] numbers = text.substring(1, text.length() - 1).split(",");
    assertThat(numbers).hasSize(64);
    for (int i = 0; i < 64; i++) {
      pair[i] = (byte) Integer.parseInt(numbers[i]);
    }
    assertThat(new Ed25519PrivateKeyParameters(pair, 0).generatePublicKey().getEncoded())
        .isEqualTo(Arrays.copyOfRange(pair, 32, 64));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    var again = Qv.fed(JUNK, "recover", "--out", file.toString());
    assertThat(again.exit()).isNotZero();
    assertThat(again.err()).contains("exists", "nothing is overwritten");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing came on standard input",
    "test test test, these are 3 words",
    "test test test test secretword test test test test test test junk, word 5 is not",
    "test test test test test test test test test test test test, do not belong together"
  })
  void whatIsWrongIsSaidWithoutRepeatingAWord(String words, String expected) throws Exception {
    var result = Qv.fed(words, "recover");

    assertThat(result.exit()).isNotZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("qv: ").contains(expected).doesNotContain("secretword");
  }

  @Test
  void wordsAsArgumentsAreRefusedAndNotRepeated() throws Exception {
    var result = Qv.fed("", "recover", "abandon", "abandon");

    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("never as arguments").doesNotContain("abandon");
  }
}

package io.quantumvault.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteReaderTest {
  private static final String KEY_NAME = "example.org/log";
  private static final String TEXT =
      "example.org/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

  @Test
  void aNoteOfTheKeyIsRead() throws Exception {
    var key = new Ed25519PrivateKeyParameters(new byte[32], 0);
    byte[] message = TEXT.getBytes(UTF_8);
    byte[] signature = new byte[64];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    byte[] publicKey = key.generatePublicKey().getEncoded();

    assertThat(new NoteReader(publicKey).open(note(publicKey, signature), KEY_NAME).size())
        .isEqualTo(1);
  }

  @Test
  void aSignatureUnderAnotherKeysHashIsRefused() throws Exception {
    var key = new Ed25519PrivateKeyParameters(new byte[32], 0);
    byte[] message = TEXT.getBytes(UTF_8);
    byte[] signature = new byte[64];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    byte[] publicKey = key.generatePublicKey().getEncoded();
    String note = note(publicKey, signature);
    int blob = note.lastIndexOf(' ') + 1;
    String other =
        note.substring(0, blob) + (note.charAt(blob) == 'A' ? 'B' : 'A') + note.substring(blob + 1);

    assertThatThrownBy(() -> new NoteReader(publicKey).open(other, KEY_NAME))
        .hasMessageContaining("no valid signature");
    assertThatThrownBy(() -> new NoteReader(publicKey).open(note, "another.org/log"))
        .hasMessageContaining("no valid signature");
    assertThatThrownBy(() -> new NoteReader(publicKey).open(TEXT, KEY_NAME))
        .hasMessageContaining("not a signed note");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n",
        "o\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "o\nx\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "o\n1\nAAAA\n"
      })
  void anyOtherTextIsNoCheckpoint(String text) {
    assertThatThrownBy(() -> NoteReader.head(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Made for this text and the seed of zeros; some of them the library by itself would take. */
  @ParameterizedTest
  @CsvSource({
    "S not reduced, false,"
        + "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29,"
        + "eaa7e9fe1fbff3b2e526989a8ae5617099e61a8fb09fed636d41ff47335b2e30"
        + "086cb400b11177ba9aaf5dee91b2b00abec884ea8bb6fa788df0fef65a859312",
    "R of small order, true,"
        + "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29,"
        + "0100000000000000000000000000000000000000000000000000000000000000"
        + "096653602f2024fa0109f55623ec67780041c0ce130f0e3945be35e2e0120e08",
    "A with a part of small order, true,"
        + "6a04fa7acf0934cb8ab34fbcb40c7f58b109fbee389d186d8e22f705e87de8be,"
        + "5866666666666666666666666666666666666666666666666666666666666666"
        + "f39f5900e8c6d85f5367e9239fd3cd65d4ff4e20884b93de5c1a9d634caa4d0d"
  })
  void aSignatureThatOnlyALenientVerifierTakesIsRefused(
      String kind, boolean lenient, String publicKeyHex, String signatureHex) throws Exception {
    byte[] publicKey = HexFormat.of().parseHex(publicKeyHex);
    byte[] signature = HexFormat.of().parseHex(signatureHex);
    byte[] message = TEXT.getBytes(UTF_8);
    assertThat(Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length))
        .as(kind)
        .isEqualTo(lenient);

    assertThatThrownBy(() -> new NoteReader(publicKey).open(note(publicKey, signature), KEY_NAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no valid signature");
  }

  private static String note(byte[] publicKey, byte[] signature) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    hash.update((KEY_NAME + "\n").getBytes(UTF_8));
    hash.update((byte) 1);
    byte[] blob = Arrays.copyOf(hash.digest(publicKey), 4 + 64);
    System.arraycopy(signature, 0, blob, 4, 64);
    return TEXT + "\n— " + KEY_NAME + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }
}

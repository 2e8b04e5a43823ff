package io.quantumvault.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Against the example of golang.org/x/mod/sumdb/note. */
class SignedNoteTest {
  private static final String NAME = "PeterNeumann";
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String NOTE =
      TEXT
          + "\n"
          + "— PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  private static final TestKey KEY = key("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");

  @Test
  void signsAsTheReferenceDoes() {
    assertThat(SignedNote.sign(TEXT, NAME, KEY)).isEqualTo(NOTE);
  }

  @Test
  void opensWhatTheReferenceSigned() {
    assertThat(SignedNote.open(NOTE, NAME, KEY)).isEqualTo(TEXT);
  }

  @Test
  void opensANoteThatWitnessesHaveSignedToo() {
    String cosigned = NOTE + "— witness.example AAAAAAAA\n";
    assertThat(SignedNote.open(cosigned, NAME, KEY)).isEqualTo(TEXT);
  }

  @Test
  void opensANoteThatAnotherKeyOfTheNameHasSignedBefore() {
    TestKey earlier = TestKey.fresh();
    String line = SignedNote.sign(TEXT, NAME, earlier).substring(TEXT.length() + 1);
    String both = TEXT + "\n" + line + NOTE.substring(TEXT.length() + 1);
    assertThat(SignedNote.open(both, NAME, KEY)).isEqualTo(TEXT);
    assertThat(SignedNote.open(both, NAME, earlier)).isEqualTo(TEXT);
  }

  @Test
  void refusesANoteThatIsCutOff() {
    String whole = NOTE.substring(0, NOTE.length() - 1);
    assertThatThrownBy(() -> SignedNote.open(whole, NAME, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Not a signed note");
  }

  @Test
  void refusesAnotherTextNameOrKey() {
    TestKey other = TestKey.fresh();
    assertThatThrownBy(() -> SignedNote.open(NOTE.replace("answer", "question"), NAME, KEY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignedNote.open(NOTE, "PeterN", KEY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignedNote.open(NOTE, NAME, other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignedNote.open(TEXT, NAME, KEY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The first byte names the algorithm. */
  private static TestKey key(String encoded) {
    byte[] bytes = Base64.getDecoder().decode(encoded);
    return new TestKey(java.util.Arrays.copyOfRange(bytes, 1, 33));
  }
}

package io.quantumvault.control.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.SecretMemory;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewSecretTest {
  private static final String OWNER = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";

  @Test
  void itsTextIsWhatTheSpecificationSaysAndEachIsAnother() {
    try (NewSecret one = make();
        NewSecret two = make()) {
      String text = new String(one.text(), US_ASCII);
      assertThat(text).matches("whsec_[A-Za-z0-9+/]{43}=");
      assertThat(Base64.getDecoder().decode(text.substring(6))).hasSize(32);
      assertThat(two.text()).isNotEqualTo(one.text());
    }
  }

  /** A known value of the specification's own text. */
  @Test
  void knownBytesHaveTheKnownText() {
    byte[] bytes = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    try (SecretMemory secret = SecretMemory.takeOwnershipOf(bytes)) {
      assertThat(new String(SecretText.of(secret), US_ASCII))
          .isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
  }

  @Test
  void nothingStaysOpenWhenItCannotBeSealed() {
    int before = SecretMemory.liveCount();

    assertThatThrownBy(() ->
            NewSecret.make(
                (name, context, key) -> {
                  throw new KmsUnavailable("transit: no answer");
                },
                OWNER,
                new UUID(1, 1),
                new UUID(2, 2),
                Instant.EPOCH))
        .isInstanceOf(KmsUnavailable.class);

    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private static NewSecret make() {
    return NewSecret.make(
        (name, context, key) -> new byte[] {1},
        OWNER,
        new UUID(1, 1),
        new UUID(2, 2),
        Instant.EPOCH);
  }
}

package io.quantumvault.keys.kms.aws;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsServer.Answer;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.SentToServer;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsKmsKeyManagementTest extends AwsTestServer {
  private static final Aad CONTEXT = Golden.aad(5);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;

  private AwsKmsKeyManagement open() {
    return AwsKmsKeyManagement.open(settings(LIMIT), folder, clock);
  }

  private byte[] wrapOne(AwsKmsKeyManagement kms, KeyName name) {
    try (SecretMemory key = SecretMemory.random(32)) {
      return kms.wrap(name, CONTEXT, key);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatIsWrappedUnwrapsAndTheServerNeverMeetsTheKey(KeyName name) {
    try (AwsKmsKeyManagement kms = open();
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(name, CONTEXT, key);
      assertThat(wrapped).startsWith(4, 1, 0, 0, 0);
      assertSecret(kms.unwrap(name, CONTEXT, wrapped)).isEqualTo(hexOf(key.copy()));
      SentToServer.assertWithout(server.received(), key);
    }
  }

  @Test
  void anotherKeyOrContextOpensNothing() {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);

      assertRefused(kms, KeyName.WEBHOOK, CONTEXT, wrapped);
      for (int type = 1; type <= 9; type++) {
        if (type != 5) {
          assertRefused(kms, KeyName.EXECUTION, Golden.aad(type), wrapped);
        }
      }
    }
  }

  /** A changed version names a key that is not there, which is not the message's own fault. */
  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);
      for (int bit = 0; bit < wrapped.length * 8; bit++) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        boolean inVersion = bit / 8 >= 1 && bit / 8 < 5;
        assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, CONTEXT, changed).close())
            .isInstanceOfAny(
                CryptoFailure.class, inVersion ? KmsUnavailable.class : CryptoFailure.class);
      }
      for (int size = 0; size < wrapped.length; size++) {
        assertRefused(kms, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(wrapped, size));
      }
      assertRefused(kms, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(wrapped, 100_000));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException",
    "400, ThrottlingException",
    "500, KMSInternalException",
    "503, DependencyTimeoutException",
    "400, DisabledException",
    "400, NotFoundException",
    "400, KMSInvalidStateException",
    "400, LimitExceededException",
    "500, KeyUnavailableException",
    "400, UnrecognizedClientException",
    "400, ExpiredTokenException",
    "418, NobodyKnowsException"
  })
  void aRefusalIsUnavailableAndIsNotAskedTwice(int status, String type) {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.WEBHOOK);
      int sent = server.requests();
      server.sayNext(AwsServer.refusal(status, type));
      server.sayNext(AwsServer.refusal(status, type));

      assertUnavailable(() -> wrapOne(kms, KeyName.WEBHOOK));
      assertUnavailable(() -> kms.unwrap(KeyName.WEBHOOK, CONTEXT, wrapped));
      assertThat(server.requests() - sent).isEqualTo(2);
      kms.unwrap(KeyName.WEBHOOK, CONTEXT, wrapped).close();
    }
  }

  @Test
  void aServiceWithoutTheRightToDecryptCannot() {
    server.deny("Decrypt");
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, CONTEXT, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("decrypt of key execution");
    }
  }

  @Test
  void aDisabledKeyIsUnavailable() {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      server.setState("qv-control-v1", "Disabled");
      assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("disabled");
    }
  }

  @Test
  void anUnsignedRequestWouldBeRefused() throws IOException {
    Files.writeString(
        credentialsFile, "[default]\naws_access_key_id=OTHER\naws_secret_access_key=x\n");
    try (AwsKmsKeyManagement kms = open()) {
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "body-of-the-answer",
        "{}",
        "{\"CiphertextBlob\":\"\",\"Plaintext\":\"\"}",
        "{\"CiphertextBlob\":7,\"Plaintext\":{}}",
        "{\"CiphertextBlob\":\"*\",\"Plaintext\":\"*\"}"
      })
  void anAnswerThatCannotBeUnderstoodIsUnavailable(String body) {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      server.sayNext(new Answer(200, body));
      server.sayNext(new Answer(200, body));

      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      assertUnavailable(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped));
    }
  }

  @Test
  void anOversizedAnswerIsUnavailable() {
    try (AwsKmsKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      server.sayNext(
          new Answer(200, "{\"CiphertextBlob\":\"AAAA\"" + " ".repeat(256 * 1024) + "}"));
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @Test
  void aPlaintextThatWasNotSealedHereIsRefused() {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      for (String plaintext : List.of("AAAA", "AQAAAA==", "AQAAAAAA", "A".repeat(1000))) {
        server.sayNext(new Answer(200, "{\"Plaintext\":\"" + plaintext + "\"}"));
        assertRefused(kms, KeyName.CONTROL, CONTEXT, wrapped);
      }
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (AwsServer other = new AwsServer();
        AwsKmsKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      for (int status : new int[] {301, 302, 307, 308}) {
        server.sayNext(new Answer(status, "", Map.of("Location", other.address() + "/")));
        assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      }
      assertThat(other.requests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatDoesNotFinishItsAnswerIsGivenUp(boolean inTheBody) {
    try (AwsKmsKeyManagement kms =
        AwsKmsKeyManagement.open(settings(Duration.ofMillis(500)), folder, clock)) {
      if (inTheBody) {
        server.fallSilentInTheBody();
      } else {
        server.fallSilent();
      }
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @Test
  void aServerThatIsGoneIsUnavailable() {
    try (AwsKmsKeyManagement kms = open()) {
      server.close();
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @Test
  void theHighestAliasWrapsOnceItsIntervalIsOver() {
    try (AwsKmsKeyManagement kms = open()) {
      byte[] old = wrapOne(kms, KeyName.EXECUTION);
      for (int version = 2; version <= 10; version++) {
        server.createKey("qv-execution-v" + version);
      }
      int listed = server.calls("ListAliases");
      assertThat(wrapOne(kms, KeyName.EXECUTION)).startsWith(4, 1);
      assertThat(server.calls("ListAliases")).isEqualTo(listed);

      now.set(Instant.EPOCH.plus(Duration.ofMinutes(1)));
      assertThat(wrapOne(kms, KeyName.EXECUTION)).startsWith(4, 10);
      kms.unwrap(KeyName.EXECUTION, CONTEXT, old).close();

      server.createKey("qv-execution-v11");
      kms.refresh();
      assertThat(wrapOne(kms, KeyName.EXECUTION)).startsWith(4, 11);
    }
  }

  @Test
  void theCredentialsFileIsForItsOwnerAlone() throws IOException {
    Files.setPosixFilePermissions(credentialsFile, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aServiceWithoutTheLocalSecretOpensNothing() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(other));
    try (AwsKmsKeyManagement kms = open();
        AwsKmsKeyManagement thief = AwsKmsKeyManagement.open(settings(LIMIT), other, clock)) {
      assertRefused(thief, KeyName.EXECUTION, CONTEXT, wrapOne(kms, KeyName.EXECUTION));
      assertRefused(thief, KeyName.CONTROL, CONTEXT, wrapOne(kms, KeyName.CONTROL));
    }
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThatThrownBy(() -> AwsKmsKeyManagement.open(settings(LIMIT), none, clock))
        .isInstanceOf(KeyFileRefused.class);
  }

  private static void assertRefused(
      AwsKmsKeyManagement kms, KeyName name, Aad context, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(name, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageStartingWith("aws-kms: ")
        .hasMessageNotContaining("body-of-the-answer")
        .hasNoCause();
  }
}

package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsServer;
import io.quantumvault.keys.kms.KmsServer.Answer;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.http.KmsOverHttpContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwsKmsKeyManagementTest extends KmsOverHttpContract<AwsServer> {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;

  AwsKmsKeyManagementTest() {
    super(Provider.AWS_KMS);
  }

  @Override
  protected AwsServer newServer(@Nullable SSLContext tls) {
    AwsServer made = new AwsServer(tls);
    made.createKeys();
    return made;
  }

  @Override
  protected String goodCredentials() {
    return AwsAccess.profile(AwsServer.ACCESS_KEY);
  }

  @Override
  protected OpenKeyManagement open(KmsServer asked, Path keysDir, Duration callLimit) {
    return AwsKmsKeyManagement.open(
        AwsAccess.settings(asked, AwsAccess.file(credentials), callLimit), keysDir, clock);
  }

  @Override
  protected void denyDecrypt() {
    server.deny("Decrypt");
  }

  @Override
  protected String answerOf(String base64) {
    return "{\"CiphertextBlob\":\"%s\",\"Plaintext\":\"%s\"}".formatted(base64, base64);
  }

  @Override
  protected int tooManyBytes() {
    return 256 * 1024;
  }

  /** It names a key that is not there, which is not the message's own fault. */
  @Override
  protected Class<? extends RuntimeException> failureOfAnotherVersion() {
    return KmsUnavailable.class;
  }

  static Stream<Answer> troubles() {
    return Stream.of(
        AwsServer.refusal(400, "AccessDeniedException"),
        AwsServer.refusal(400, "ThrottlingException"),
        AwsServer.refusal(500, "KMSInternalException"),
        AwsServer.refusal(503, "DependencyTimeoutException"),
        AwsServer.refusal(400, "DisabledException"),
        AwsServer.refusal(400, "NotFoundException"),
        AwsServer.refusal(400, "KMSInvalidStateException"),
        AwsServer.refusal(400, "LimitExceededException"),
        AwsServer.refusal(500, "KeyUnavailableException"),
        AwsServer.refusal(400, "UnrecognizedClientException"),
        AwsServer.refusal(400, "ExpiredTokenException"),
        AwsServer.refusal(418, "NobodyKnowsException"));
  }

  static Stream<String> garbage() {
    return Stream.of(
        "{\"CiphertextBlob\":\"\",\"Plaintext\":\"\"}",
        "{\"CiphertextBlob\":7,\"Plaintext\":{}}",
        "{\"CiphertextBlob\":\"*\",\"Plaintext\":\"*\"}");
  }

  @Test
  void aDisabledKeyIsUnavailable() {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      server.setState("qv-control-v1", "Disabled");
      assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("disabled");
    }
  }

  @Test
  void anUnsignedRequestWouldBeRefused() throws IOException {
    write(credentials, AwsAccess.profile("OTHER"));
    try (OpenKeyManagement kms = open()) {
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @Test
  void anotherAccessKeyInTheFileIsTakenAtTheNextRequest() throws IOException {
    write(credentials, AwsAccess.profile("OTHER"));
    try (OpenKeyManagement kms = open()) {
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      write(credentials, AwsAccess.profile(AwsServer.ACCESS_KEY));
      wrapOne(kms, KeyName.CONTROL);
    }
  }

  @Test
  void aCredentialsFileThatIsNoLongerAGoodOneIsNamedAndNothingIsSent() throws IOException {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      int sent = server.requests();
      Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-r-----"));

      assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("chmod 600");
      assertThat(server.requests()).isEqualTo(sent);
    }
  }

  @Test
  void theHighestAliasWrapsOnceItsIntervalIsOver() {
    try (OpenKeyManagement kms = open()) {
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
}

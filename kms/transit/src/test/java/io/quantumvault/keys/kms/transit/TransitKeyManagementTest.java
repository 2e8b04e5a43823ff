package io.quantumvault.keys.kms.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsServer;
import io.quantumvault.keys.kms.KmsServer.Answer;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.http.KmsOverHttpContract;
import io.quantumvault.keys.kms.http.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransitKeyManagementTest extends KmsOverHttpContract<TransitServer> {
  TransitKeyManagementTest() {
    super(Provider.TRANSIT);
  }

  @Override
  protected TransitServer newServer(@Nullable SSLContext tls) {
    TransitServer made = new TransitServer(tls);
    for (KeyName name : KeyName.values()) {
      made.createKey("qv-" + name.text());
    }
    return made;
  }

  @Override
  protected String goodCredentials() {
    return "hvs.first\n";
  }

  @Override
  protected OpenKeyManagement open(KmsServer asked, Path keysDir, Duration callLimit) {
    return open(asked, keysDir, callLimit, null);
  }

  private OpenKeyManagement open(
      KmsServer asked, Path keysDir, Duration callLimit, @Nullable Path caFile) {
    return TransitKeyManagement.open(
        new TransitSettings(
            URI.create(asked.address()), "transit", "qv-", credentials, caFile, LIMIT, callLimit),
        keysDir);
  }

  @Override
  protected void denyDecrypt() {
    server.deny("decrypt/qv-execution");
  }

  @Override
  protected String answerOf(String base64) {
    return "{\"data\":{\"ciphertext\":\"vault:v1:%s\",\"plaintext\":\"%s\"}}"
        .formatted(base64, base64);
  }

  @Override
  protected int tooManyBytes() {
    return 64 * 1024;
  }

  static Stream<Answer> troubles() {
    return IntStream.of(403, 404, 405, 412, 429, 472, 500, 502, 503)
        .boxed()
        .flatMap(status ->
            Stream.of(
                new Answer(status, "{\"errors\":[\"body-of-the-answer\"]}"),
                new Answer(status, "not even JSON")));
  }

  static Stream<String> garbage() {
    return Stream.of(
        "{\"data\":null}",
        "{\"data\":{\"ciphertext\":7,\"plaintext\":7.5e99}}",
        "{\"data\":{\"ciphertext\":\"vault:v0:AAAA\",\"plaintext\":\"*\"}}",
        "{\"data\":{\"ciphertext\":\"vault:v1:A\",\"plaintext\":\"A\"}}",
        "{\"data\":{\"ciphertext\":\"vault:v4294967297:AAAA\",\"plaintext\":\"=\"}}",
        "{\"data\":{\"ciphertext\":\"other:v1:AAAA\",\"plaintext\":\"-_\"}}",
        "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\",\"plaintext\":\"AAAA\"}} {}",
        "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\",\"ciphertext\":\"vault:v1:AAAA\",\"plaintext\":\"\",\"plaintext\":\"\"}}");
  }

  @Test
  void aNewTokenInTheFileIsTakenWhenTheOldOneIsRefused() throws IOException {
    try (OpenKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      server.expectToken("hvs.second");
      write(credentials, "hvs.second");
      int sent = server.requests();

      wrapOne(kms, KeyName.CONTROL);
      assertThat(server.requests() - sent).isEqualTo(2);
    }
  }

  @Test
  void aRevokedTokenIsSentOnceACall() {
    try (OpenKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      server.expectToken("hvs.second");
      int sent = server.requests();

      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      assertThat(server.requests() - sent).isEqualTo(1);
    }
  }

  @Test
  void aWrongTokenIsNamedByKeyAndOperationAndNeverByItself() throws IOException {
    write(credentials, "hvs.wrong-and-secret");
    try (OpenKeyManagement kms = open()) {
      assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("encrypt of key control")
          .hasMessageContaining("403")
          .hasMessageNotContaining("wrong-and-secret")
          .hasMessageNotContaining("permission denied")
          .hasNoCause();
    }
  }

  @Test
  void aTokenFileThatIsNoLongerAGoodOneIsNamed() throws IOException {
    try (OpenKeyManagement kms = open()) {
      Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-r-----"));
      assertThatThrownBy(kms::refresh)
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("chmod 600");
      wrapOne(kms, KeyName.CONTROL);
    }
  }

  @Test
  void aFileWithoutATokenIsRefused() throws IOException {
    for (String text : new String[] {" \n", "two\nlines", "hvs.\u00e4"}) {
      write(credentials, text);
      assertThatThrownBy(this::open)
          .hasMessageContaining("no token")
          .hasMessageNotContaining("hvs");
    }
  }

  @Test
  void aDeepAnswerIsUnavailable() {
    try (OpenKeyManagement kms = open()) {
      server.sayNext(new Answer(200, "{\"a\":".repeat(10_000)));
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @Test
  void whoIsTrustedIsTheFileOfCertificatesAlone() throws IOException {
    TestCertificate own = TestCertificate.of(folder, "ip:127.0.0.1");
    TestCertificate others = TestCertificate.of(folder, "ip:127.0.0.1");
    try (TransitServer tls = newServer(own.server())) {
      try (OpenKeyManagement kms = open(tls, folder, LIMIT, own.pem())) {
        kms.unwrap(KeyName.CONTROL, CONTEXT, wrapOne(kms, KeyName.CONTROL)).close();
      }
      int sent = tls.requests();
      try (OpenKeyManagement kms = open(tls, folder, LIMIT, others.pem())) {
        assertNotTrusted(kms);
      }
      assertThat(tls.requests()).isEqualTo(sent);
    }
    Path none = Files.writeString(folder.resolve("none.pem"), "");
    assertThatThrownBy(() -> open(server, folder, LIMIT, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("certificate");
  }

  @Test
  void aTrustedCertificateForAnotherNameIsNotEnough() {
    TestCertificate elsewhere = TestCertificate.of(folder, "dns:elsewhere.example");
    try (TransitServer tls = newServer(elsewhere.server());
        OpenKeyManagement kms = open(tls, folder, LIMIT, elsewhere.pem())) {
      assertNotTrusted(kms);
      assertThat(tls.requests()).isZero();
    }
  }

  private static void assertNotTrusted(OpenKeyManagement kms) {
    assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("no trusted connection");
  }
}

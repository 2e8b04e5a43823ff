package io.quantumvault.keys.kms.transit;

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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TransitKeyManagementTest {
  private static final Aad CONTEXT = Golden.aad(5);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final TransitServer server = new TransitServer();
  private Path tokenFile;
  private int before;

  @BeforeEach
  void startedServer() throws IOException {
    for (KeyName name : KeyName.values()) {
      server.createKey("qv-" + name.text());
      new LocalSecretFile(name, 1).create(List.of(folder));
    }
    tokenFile = folder.resolve("token");
    writeToken("hvs.first\n");
    before = SecretMemory.liveCount();
  }

  @AfterEach
  void nothingStaysOpen() {
    server.close();
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private void writeToken(String token) throws IOException {
    Files.writeString(tokenFile, token);
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
  }

  private TransitSettings settings(Duration callLimit) {
    return new TransitSettings(
        URI.create(server.address()), "transit", "qv-", tokenFile, null, LIMIT, callLimit);
  }

  private TransitKeyManagement open() {
    return TransitKeyManagement.open(settings(LIMIT), folder);
  }

  private byte[] wrapOne(TransitKeyManagement kms, KeyName name) {
    try (SecretMemory key = SecretMemory.random(32)) {
      return kms.wrap(name, CONTEXT, key);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatIsWrappedUnwrapsAndTheServerNeverMeetsTheKey(KeyName name) {
    try (TransitKeyManagement kms = open();
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(name, CONTEXT, key);
      assertThat(wrapped).startsWith(3, 1, 0, 0, 0);
      assertSecret(kms.unwrap(name, CONTEXT, wrapped)).isEqualTo(hexOf(key.copy()));
      SentToServer.assertWithout(server.received(), key);
    }
  }

  @Test
  void anotherKeyOrContextOpensNothing() {
    try (TransitKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);

      assertRefused(kms, KeyName.WEBHOOK, CONTEXT, wrapped);
      for (int type = 1; type <= 9; type++) {
        if (type != 5) {
          assertRefused(kms, KeyName.EXECUTION, Golden.aad(type), wrapped);
        }
      }
    }
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() {
    try (TransitKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);
      for (int bit = 0; bit < wrapped.length * 8; bit++) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefused(kms, KeyName.EXECUTION, CONTEXT, changed);
      }
      for (int size = 0; size < wrapped.length; size++) {
        assertRefused(kms, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(wrapped, size));
      }
      assertRefused(kms, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(wrapped, 100_000));
    }
  }

  @Test
  void aNewTokenInTheFileIsTakenWhenTheOldOneIsRefused() throws IOException {
    try (TransitKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      server.expectToken("hvs.second");
      writeToken("hvs.second");
      int sent = server.requests();

      wrapOne(kms, KeyName.CONTROL);
      assertThat(server.requests() - sent).isEqualTo(2);
    }
  }

  @Test
  void aWrongTokenIsNamedByKeyAndOperationAndNeverByItself() throws IOException {
    writeToken("hvs.wrong-and-secret");
    try (TransitKeyManagement kms = open()) {
      assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("encrypt of key control")
          .hasMessageContaining("403")
          .hasMessageNotContaining("wrong-and-secret")
          .hasMessageNotContaining("permission denied")
          .hasNoCause();
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void aServiceWithoutTheRightToDecryptCannot() {
    server.deny("decrypt/qv-execution");
    try (TransitKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, CONTEXT, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("decrypt of key execution");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 412, 429, 472, 500, 502, 503})
  void troubleThereIsUnavailableAndPasses(int status) {
    try (TransitKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.WEBHOOK);
      server.sayNext(new Answer(status, "{\"errors\":[\"body-of-the-answer\"]}"));
      server.sayNext(new Answer(status, "not even JSON"));

      assertUnavailable(() -> wrapOne(kms, KeyName.WEBHOOK));
      assertUnavailable(() -> kms.unwrap(KeyName.WEBHOOK, CONTEXT, wrapped));
      kms.unwrap(KeyName.WEBHOOK, CONTEXT, wrapped).close();
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
        "{\"data\":null}",
        "{\"data\":{\"ciphertext\":7,\"plaintext\":7.5e99}}",
        "{\"data\":{\"ciphertext\":\"vault:v0:AAAA\",\"plaintext\":\"*\"}}",
        "{\"data\":{\"ciphertext\":\"vault:v1:A\",\"plaintext\":\"A\"}}",
        "{\"data\":{\"ciphertext\":\"vault:v4294967297:AAAA\",\"plaintext\":\"=\"}}",
        "{\"data\":{\"ciphertext\":\"other:v1:AAAA\",\"plaintext\":\"-_\"}}",
        "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\",\"plaintext\":\"AAAA\"}} {}",
        "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\",\"ciphertext\":\"vault:v1:AAAA\",\"plaintext\":\"\",\"plaintext\":\"\"}}"
      })
  void anAnswerThatCannotBeUnderstoodIsUnavailable(String body) {
    try (TransitKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      server.sayNext(new Answer(200, body));
      server.sayNext(new Answer(200, body));

      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      assertUnavailable(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped));
    }
  }

  @Test
  void aDeepAnswerIsUnavailable() {
    try (TransitKeyManagement kms = open()) {
      server.sayNext(new Answer(200, "{\"a\":".repeat(10_000)));
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  @Test
  void anOversizedAnswerIsUnavailable() {
    try (TransitKeyManagement kms = open()) {
      server.sayNext(
          new Answer(200, "{\"data\":{\"ciphertext\":\"vault:v1:AAAA\"}}" + " ".repeat(64 * 1024)));
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  /** What a server that returns another key's or an older answer gains: nothing. */
  @Test
  void aPlaintextThatWasNotSealedHereIsRefused() {
    try (TransitKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      for (String plaintext : List.of("", "AAAA", "AQAAAA==", "AQAAAAAA", "A".repeat(1000))) {
        server.sayNext(new Answer(200, "{\"data\":{\"plaintext\":\"" + plaintext + "\"}}"));
        assertRefused(kms, KeyName.CONTROL, CONTEXT, wrapped);
      }
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (TransitServer other = new TransitServer();
        TransitKeyManagement kms = open()) {
      for (int status : new int[] {301, 302, 307, 308}) {
        server.sayNext(
            new Answer(status, "", Map.of("Location", other.address() + "/v1/transit/encrypt/x")));
        assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
            .isInstanceOf(KmsUnavailable.class)
            .hasMessageContaining("redirect");
      }
      assertThat(other.requests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatDoesNotFinishItsAnswerIsGivenUp(boolean inTheBody) {
    try (TransitKeyManagement kms =
        TransitKeyManagement.open(settings(Duration.ofMillis(300)), folder)) {
      if (inTheBody) {
        server.fallSilentInTheBody();
      } else {
        server.fallSilent();
      }
      assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("no answer");
    }
  }

  @Test
  void aServerThatIsGoneIsUnavailable() {
    try (TransitKeyManagement kms = open()) {
      server.close();
      assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("no connection");
    }
  }

  @Test
  void theTokenFileIsForItsOwnerAlone() throws IOException {
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("chmod 600")
          .hasMessageNotContaining("hvs");
    }
    Files.delete(tokenFile);
    assertThatThrownBy(this::open).isInstanceOf(IllegalArgumentException.class);
    writeToken(" \n");
    assertThatThrownBy(this::open).hasMessageContaining("no token");
    writeToken("two\nlines");
    assertThatThrownBy(this::open).hasMessageContaining("no token");
  }

  @Test
  void aServiceWithoutTheLocalSecretOpensNothing() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(other));
    try (TransitKeyManagement kms = open();
        TransitKeyManagement thief = TransitKeyManagement.open(settings(LIMIT), other)) {
      assertRefused(thief, KeyName.EXECUTION, CONTEXT, wrapOne(kms, KeyName.EXECUTION));
      assertRefused(thief, KeyName.CONTROL, CONTEXT, wrapOne(kms, KeyName.CONTROL));
      assertThatThrownBy(() -> wrapOne(thief, KeyName.CONTROL)).isInstanceOf(CryptoFailure.class);
    }
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThatThrownBy(() -> TransitKeyManagement.open(settings(LIMIT), none))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("local wrapping secret");
  }

  @Test
  void nothingOpensAfterClose() {
    TransitKeyManagement kms = open();
    byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
    kms.close();
    assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL)).isInstanceOf(CryptoFailure.class);
    assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped))
        .isInstanceOfAny(CryptoFailure.class, KmsUnavailable.class);
  }

  private static void assertRefused(
      TransitKeyManagement kms, KeyName name, Aad context, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(name, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageStartingWith("transit: ")
        .hasMessageNotContaining("body-of-the-answer")
        .hasNoCause();
  }
}

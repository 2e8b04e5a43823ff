package io.quantumvault.keys.kms.http;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsServer;
import io.quantumvault.keys.kms.KmsServer.Answer;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.SentToServer;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds of every key management that a server answers over HTTP.
 *
 * <p>A test of one provider also has {@code static Stream<Answer> troubles()}, refusals and
 * failures of its server, and {@code static Stream<String> garbage()}, bodies that are neither an
 * answer to encrypt nor to decrypt. What must not be repeated in a message is {@code
 * body-of-the-answer}.
 */
@Timeout(120)
public abstract class KmsOverHttpContract<S extends KmsServer> {
  protected static final Aad CONTEXT = Golden.aad(5);
  protected static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir protected Path folder;
  protected S server;
  protected Path credentials;
  private int before;

  private final Provider provider;

  protected KmsOverHttpContract(Provider provider) {
    this.provider = provider;
  }

  /** With version 1 of each key, named {@code qv-…}; over TLS, unless null. */
  protected abstract S newServer(@Nullable SSLContext tls);

  /** What a good credential file has. */
  protected abstract String goodCredentials();

  protected abstract OpenKeyManagement open(KmsServer asked, Path keysDir, Duration callLimit);

  /** Takes away the right to decrypt with the key {@code execution}. */
  protected abstract void denyDecrypt();

  /** An answer that has the bytes both as ciphertext and as plaintext. */
  protected abstract String answerOf(String base64);

  /** More than the longest answer that is read. */
  protected abstract int tooManyBytes();

  /** What a version that was never made leads to. */
  protected Class<? extends RuntimeException> failureOfAnotherVersion() {
    return CryptoFailure.class;
  }

  @BeforeEach
  void startServer() throws IOException {
    server = newServer(null);
    for (KeyName name : KeyName.values()) {
      new LocalSecretFile(name, 1).create(List.of(folder));
    }
    credentials = folder.resolve("credentials");
    write(credentials, goodCredentials());
    before = SecretMemory.liveCount();
  }

  @AfterEach
  void nothingStaysOpen() {
    server.close();
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  protected final OpenKeyManagement open() {
    return open(server, folder, LIMIT);
  }

  /** Writes a file that its owner alone may read. */
  protected static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  protected static byte[] wrapOne(OpenKeyManagement kms, KeyName name) {
    try (SecretMemory key = SecretMemory.random(32)) {
      return kms.wrap(name, CONTEXT, key);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatIsWrappedUnwrapsAndTheServerNeverMeetsTheKey(KeyName name) {
    try (OpenKeyManagement kms = open();
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(name, CONTEXT, key);
      assertThat(wrapped).startsWith(provider.number(), 1, 0, 0, 0);
      assertSecret(kms.unwrap(name, CONTEXT, wrapped)).isEqualTo(hexOf(key.copy()));
      SentToServer.assertWithout(server.received(), key);
    }
  }

  @Test
  void anotherKeyOrContextOpensNothing() {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);

      assertRefused(kms, KeyName.WEBHOOK, CONTEXT, wrapped);
      for (int type = 1; type <= 9; type++) {
        if (type != 5) {
          assertRefused(kms, KeyName.EXECUTION, Golden.aad(type), wrapped);
        }
      }
    }
  }

  /** The seal under the local secret alone would refuse another context as well. */
  @Test
  void theServerIsToldTheContextEachTime() {
    try (OpenKeyManagement kms = open()) {
      kms.unwrap(KeyName.EXECUTION, CONTEXT, wrapOne(kms, KeyName.EXECUTION)).close();
    }
    String context = "\"" + Base64.getEncoder().encodeToString(CONTEXT.bytes()) + "\"";
    String received = new String(server.received(), StandardCharsets.US_ASCII);
    assertThat(received.split(Pattern.quote(context), -1)).as("around them").hasSize(3);
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);
      for (int bit = 0; bit < wrapped.length * 8; bit++) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        boolean inVersion = bit / 8 >= 1 && bit / 8 < 5;
        assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, CONTEXT, changed).close())
            .isInstanceOfAny(
                CryptoFailure.class, inVersion ? failureOfAnotherVersion() : CryptoFailure.class);
      }
      for (int size = 0; size < wrapped.length; size++) {
        assertRefused(kms, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(wrapped, size));
      }
      assertRefused(kms, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(wrapped, 100_000));
    }
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void troubleThereIsUnavailableAndIsNotAskedTwice(Answer trouble) {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.WEBHOOK);
      int sent = server.requests();
      server.sayNext(trouble);
      server.sayNext(trouble);

      assertUnavailable(() -> wrapOne(kms, KeyName.WEBHOOK));
      assertUnavailable(() -> kms.unwrap(KeyName.WEBHOOK, CONTEXT, wrapped));
      assertThat(server.requests() - sent).isEqualTo(2);
      kms.unwrap(KeyName.WEBHOOK, CONTEXT, wrapped).close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "body-of-the-answer", "{}"})
  @MethodSource("garbage")
  void anAnswerThatCannotBeUnderstoodIsUnavailable(String body) {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      server.sayNext(new Answer(200, body));
      server.sayNext(new Answer(200, body));

      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      assertUnavailable(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped));
    }
  }

  @Test
  void anAnswerThatWouldBeGoodWereItShorterIsUnavailable() {
    try (OpenKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      String good = answerOf("AAAA");
      server.sayNext(new Answer(200, good));
      wrapOne(kms, KeyName.CONTROL);

      String inside = good.substring(0, good.length() - 1);
      server.sayNext(new Answer(200, inside + " ".repeat(tooManyBytes()) + "}"));
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
    }
  }

  /** What a server that returns another key's or an older answer gains: nothing. */
  @Test
  void aPlaintextThatWasNotSealedHereIsRefused() {
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
      for (String plaintext : List.of("AAAA", "AQAAAA==", "AQAAAAAA", "A".repeat(1000))) {
        server.sayNext(new Answer(200, answerOf(plaintext)));
        assertRefused(kms, KeyName.CONTROL, CONTEXT, wrapped);
      }
    }
  }

  @Test
  void aServiceWithoutTheRightToDecryptCannot() {
    denyDecrypt();
    try (OpenKeyManagement kms = open()) {
      byte[] wrapped = wrapOne(kms, KeyName.EXECUTION);
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, CONTEXT, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("decrypt of key execution");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (S other = newServer(null);
        OpenKeyManagement kms = open()) {
      wrapOne(kms, KeyName.CONTROL);
      server.sayNext(new Answer(status, "", Map.of("Location", other.address() + "/")));
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void aProxyOfTheWholeMachineSeesNothing() {
    try (MachineProxy proxy = new MachineProxy();
        OpenKeyManagement kms = open()) {
      kms.unwrap(KeyName.CONTROL, CONTEXT, wrapOne(kms, KeyName.CONTROL)).close();
      assertThat(proxy.requests()).isZero();
    }
  }

  @Test
  void aServerThatNobodyVouchesForIsSentNothing() {
    try (S other = newServer(TestCertificate.of(folder, "ip:127.0.0.1").server());
        OpenKeyManagement kms = open(other, folder, LIMIT)) {
      assertUnavailable(() -> wrapOne(kms, KeyName.CONTROL));
      assertThat(other.requests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatDoesNotFinishItsAnswerIsGivenUp(boolean inTheBody) {
    try (OpenKeyManagement kms = open(server, folder, Duration.ofMillis(400))) {
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
    try (OpenKeyManagement kms = open()) {
      server.close();
      assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("no connection");
    }
  }

  @Test
  void theCredentialFileIsForItsOwnerAlone() throws IOException {
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("chmod 600");
    }
    Files.delete(credentials);
    assertThatThrownBy(this::open).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServiceWithoutTheLocalSecretOpensNothing() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(other));
    try (OpenKeyManagement kms = open();
        OpenKeyManagement thief = open(server, other, LIMIT)) {
      assertRefused(thief, KeyName.EXECUTION, CONTEXT, wrapOne(kms, KeyName.EXECUTION));
      assertRefused(thief, KeyName.CONTROL, CONTEXT, wrapOne(kms, KeyName.CONTROL));
      assertThatThrownBy(() -> wrapOne(thief, KeyName.CONTROL)).isInstanceOf(CryptoFailure.class);
    }
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThatThrownBy(() -> open(server, none, LIMIT))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("local wrapping secret");
  }

  @Test
  void nothingOpensAndNothingIsSentAfterClose() {
    OpenKeyManagement kms = open();
    byte[] wrapped = wrapOne(kms, KeyName.CONTROL);
    kms.close();
    int sent = server.requests();
    assertThatThrownBy(() -> wrapOne(kms, KeyName.CONTROL)).isInstanceOf(CryptoFailure.class);
    assertUnavailable(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped));
    assertThat(server.requests()).isEqualTo(sent);
  }

  protected static void assertRefused(
      OpenKeyManagement kms, KeyName name, Aad context, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(name, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }

  protected final void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageMatching("(aws-kms|transit): .+")
        .hasMessageNotContaining("body-of-the-answer")
        .hasNoCause();
  }
}

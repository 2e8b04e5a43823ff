package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code qv admin kms --kms FILE}: the keys are not in files of this machine. */
@Timeout(60)
class KmsCommandOfAnotherProviderTest {
  private static final FakeKmsProvider.Versions KEYS = FakeKmsProvider.VERSIONS;

  @TempDir private Path data = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void oneOldVersion() {
    KEYS.reset(Instant.now().minus(Duration.ofDays(3)));
  }

  @Test
  void listAndRotateWorkOnTheProviderThatTheFileNames() throws IOException {
    Path kms = file("provider=transit\ntransit.address=https://vault.example\n");

    assertThat(run("admin", "kms", "list", "--kms", kms.toString())).isZero();
    assertThat(printed()).contains("execution", "version 1", "wraps");
    assertThat(KEYS.isClosed()).isTrue();
    assertThat(run("admin", "kms", "rotate", "--kms", kms.toString())).isZero();

    assertThat(printed())
        .contains("execution: version 2 wraps from now on; a running system follows within 60");
    assertThat(KEYS.versions(KeyName.EXECUTION)).extracting(KeyVersion::number).contains(1, 2);
    assertThat(data.resolve("keys")).doesNotExist();
  }

  @Test
  void scheduleRotatesWhatIsDueUntilItIsStopped() throws Exception {
    Path kms = file("provider=transit\ntransit.address=https://vault.example\n");
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    Thread command =
        Thread.ofPlatform()
            .start(() -> exit.complete(run("admin", "kms", "schedule", "--kms", kms.toString())));
    KEYS.rotated().await();

    command.interrupt();

    assertThat(exit.get()).isZero();
    command.join();
    assertThat(KEYS.versions(KeyName.EXECUTION)).extracting(KeyVersion::number).contains(1, 2);
    assertThat(KEYS.isClosed()).isTrue();
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws IOException {
    assertRefused("cannot be read", "list", "--kms", data.resolve("none").toString());
    assertRefused("--kms needs a file", "list", "--kms");
    assertRefused("needs --kms FILE", "schedule");
    assertRefused("no provider but file", "list", "--kms", file("").toString());
    assertRefused(
        "transit.address is missing", "rotate", "--kms", file("provider=transit").toString());
    assertRefused(
        "kms-aws is not on the class path", "list", "--kms", file("provider=aws-kms").toString());
    KEYS.failWith("transit: no answer within PT2S");
    assertRefused(
        "no answer within",
        "rotate",
        "--kms",
        file("provider=transit\ntransit.address=https://vault.example").toString());
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(data, "kms", ".properties"), content);
  }

  private void assertRefused(String message, String... arguments) {
    err.reset();
    List<String> all = new ArrayList<>(List.of("admin", "kms"));
    all.addAll(List.of(arguments));
    assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(message);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.getLast().equals("--kms")) {
      all.addAll(List.of("--data", data.toString()));
    }
    return Launcher.run(all, print(out), print(err));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}

package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.rotate.RotationPolicy;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.text.GrantText;
import io.quantumvault.standalone.platform.KeyFolders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsCommandTest {
  private static final Aad GRANT =
      Aad.grant(new byte[32], new byte[32], new UUID(1, 2), new UUID(3, 4), new byte[32], 1L);

  @TempDir private Path data = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void listShowsEachVersionAndWhatItIsFor() throws IOException {
    KeyFolders keys = keys();
    age(keys, Duration.ofHours(2));
    KeyVersion second = keys.rotation().rotate(KeyName.EXECUTION);

    assertThat(run("admin", "kms", "list")).isZero();

    KeyVersion first = keys.rotation().versions(KeyName.EXECUTION).getFirst();
    assertThat(printed().lines())
        .containsExactly(
            "execution",
            "  version 2  made " + second.madeAt() + "  wraps",
            "  version 1  made %s  unwraps; may be destroyed after %s"
                .formatted(first.madeAt(), second.madeAt().plus(Duration.ofHours(49))),
            "webhook",
            "  version 1  made " + first.madeAt() + "  wraps",
            "control",
            "  version 1  made " + first.madeAt() + "  wraps");
  }

  @Test
  void rotateMakesAVersionThatWrapsAndKeepsWhatGrantsMayNeed() {
    KeyFolders keys = keys();
    try (FileKeyManagement controlPlane = FileKeyManagement.open(keys.controlPlane());
        SecretMemory ek = SecretMemory.random(32)) {
      byte[] grant = controlPlane.wrap(KeyName.EXECUTION, GRANT, ek);

      assertThat(run("admin", "kms", "rotate")).isZero();

      assertThat(printed().lines())
          .containsExactly(
              "execution: version 2 wraps from now on; a running system follows within 5 seconds.");
      assertOpens(keys, grant);
    }
  }

  @Test
  void rotateDestroysWhatNoGrantCanNeed() throws IOException {
    KeyFolders keys = keys();
    byte[] grant;
    try (FileKeyManagement controlPlane = FileKeyManagement.open(keys.controlPlane());
        SecretMemory ek = SecretMemory.random(32)) {
      grant = controlPlane.wrap(KeyName.EXECUTION, GRANT, ek);
    }
    keys.rotation().rotate(KeyName.EXECUTION);
    age(keys, Duration.ofHours(49).plusMinutes(1));

    assertThat(run("admin", "kms", "rotate", "--key", "execution")).isZero();

    assertThat(printed()).contains("version 3 wraps", "execution: version 1 is destroyed.");
    try (FileKeyManagement signer = FileKeyManagement.open(keys.signer())) {
      Assertions.assertThatThrownBy(() -> signer.unwrap(KeyName.EXECUTION, GRANT, grant))
          .isInstanceOf(CryptoFailure.class);
    }
    assertThat(keys.rotation().versions(KeyName.EXECUTION))
        .extracting(KeyVersion::number)
        .containsExactly(2, 3);
  }

  @Test
  void versionsOfTheOtherKeysAreKeptHoweverOld() throws IOException {
    KeyFolders keys = keys();
    for (String name : List.of("webhook", "control")) {
      assertThat(run("admin", "kms", "rotate", "--key", name)).isZero();
      age(keys, Duration.ofDays(900));
      assertThat(run("admin", "kms", "rotate", "--key", name)).isZero();
      assertThat(printed()).contains(name + ": older versions stay");
    }
    assertThat(keys.rotation().versions(KeyName.WEBHOOK)).hasSize(3);
    assertThat(keys.rotation().versions(KeyName.CONTROL)).hasSize(3);
    assertThat(keys.rotation().versions(KeyName.EXECUTION)).hasSize(1);
  }

  @Test
  void aKeyDatedAfterNowDestroysNothingAndIsTold() throws IOException {
    KeyFolders keys = keys();
    keys.rotation().rotate(KeyName.EXECUTION);
    age(keys, Duration.ofDays(-2));

    assertThat(run("admin", "kms", "rotate")).isZero();

    assertThat(printed()).contains("look at the clock");
    assertThat(keys.rotation().versions(KeyName.EXECUTION)).hasSize(3);
  }

  @Test
  void whatIsNotUnderstoodIsSaidInOneLine() {
    keys();
    assertRefused("qv admin knows kms", "admin");
    assertRefused("qv admin knows kms", "admin", "keys");
    assertRefused("list, rotate and schedule", "admin", "kms");
    assertRefused("list, rotate and schedule", "admin", "kms", "destroy");
    assertRefused("execution, webhook or control", "admin", "kms", "rotate", "--key");
    assertRefused("execution, webhook or control", "admin", "kms", "rotate", "--key", "intents");
    assertRefused("--force", "admin", "kms", "rotate", "--force");
    assertRefused("--key", "admin", "kms", "list", "--key", "control");
  }

  @Test
  void whereThereAreNoKeysNoneAreMade() {
    assertRefused("There are no keys", "admin", "kms", "list");
    assertRefused("There are no keys", "admin", "kms", "rotate");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void theRuleOfDestructionKnowsTheLongestGrantAndItsLongestExits() {
    assertThat(RotationPolicy.DAILY.longestGrant())
        .isEqualTo(
            GrantText.LONGEST_GRANT.plus(Duration.ofMinutes(PolicyDocument.MOST_EXIT_MINUTES)));
    assertThat(RotationPolicy.DAILY.margin()).isGreaterThan(FileKeyManagement.LOOK_EVERY);
    assertThat(RotationPolicy.DAILY.period()).isEqualTo(SystemSettings.DAILY);
  }

  private KeyFolders keys() {
    return KeyFolders.in(data.resolve("keys"));
  }

  /** Makes every key file so much older. */
  private static void age(KeyFolders keys, Duration by) throws IOException {
    Instant then = Instant.ofEpochMilli(System.currentTimeMillis()).minus(by);
    try (Stream<Path> files = Files.walk(keys.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(then));
      }
    }
  }

  private static void assertOpens(KeyFolders keys, byte[] grant) {
    try (FileKeyManagement signer = FileKeyManagement.open(keys.signer())) {
      signer.unwrap(KeyName.EXECUTION, GRANT, grant).close();
    }
  }

  private void assertRefused(String message, String... arguments) {
    err.reset();
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(message);
  }

  private int run(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    if (arguments.length > 2 && !arguments[arguments.length - 1].equals("--key")) {
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

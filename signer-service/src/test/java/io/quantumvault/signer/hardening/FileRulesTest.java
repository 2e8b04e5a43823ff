package io.quantumvault.signer.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.hardening.FileRule.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRulesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void settingsNamePathsAloneInListsAndWithPrefixes() {
    assertThat(FileRules.named("/keys")).containsExactly(Path.of("/keys"));
    assertThat(FileRules.named("file:/a/b, optional:file:/c/../d,/e"))
        .containsExactly(Path.of("/a/b"), Path.of("/d"), Path.of("/e"));
    for (var none :
        List.of("", "localnet", "http://127.0.0.1:1/", "jdbc:postgresql://h/db", "a/b", "//h/x")) {
      assertThat(FileRules.named(none)).as(none).isEmpty();
    }
  }

  @Test
  void aFileIsReadWithWhatLiesBesideItAndAFolderAlone() throws IOException {
    var secrets = Files.createDirectory(folder.resolve("secrets"));
    var file = Files.createFile(secrets.resolve("p"));
    var keys = Files.createDirectory(folder.resolve("keys"));

    var rules = rules(List.of(file.toString(), keys.toString()), List.of());

    assertThat(rules)
        .contains(new FileRule(secrets, Right.READ), new FileRule(keys, Right.READ))
        .doesNotContain(new FileRule(folder, Right.READ));
  }

  @Test
  void noSettingMakesEverythingReadable() {
    assertThat(rules(List.of("/", "/.", "/..", "/x", "/no/../.."), List.of()))
        .noneMatch(rule -> rule.path().equals(Path.of("/")));
  }

  @Test
  void onlyWhatASettingSaysIsWrittenAndOnlyTheJvmIsRun() {
    var rules = rules(List.of("/keys"), List.of(folder));

    assertThat(rules.stream().filter(rule -> rule.right() == Right.WRITE))
        .containsExactlyInAnyOrder(
            new FileRule(folder, Right.WRITE), new FileRule(Path.of("/dev/null"), Right.WRITE));
    assertThat(rules.stream().filter(rule -> rule.right() == Right.RUN))
        .containsExactly(new FileRule(Path.of("/jdk/bin/java"), Right.RUN));
  }

  @Test
  void argumentsAndFilesOfSettingsAreReadForWhatTheyName() throws IOException {
    var file = folder.resolve("signer.properties");
    Files.writeString(file, "quantumvault.keys.dir=/from/file\nquantumvault.cluster=localnet\n");

    var settings =
        Confinement.settings(
            new String[] {"--config=" + file, "--quantumvault.keys.dir=/from/argument", "word"});

    assertThat(settings)
        .containsEntry("quantumvault.keys.dir", "/from/argument")
        .containsEntry("quantumvault.cluster", "localnet");
    assertThat(settings.values()).contains(file.toString());
  }

  private static List<FileRule> rules(List<String> settings, List<Path> writable) {
    return FileRules.of(
        Path.of("/jdk"),
        List.of(Path.of("/app/lib/a.jar")),
        List.of(Path.of("/jdk/bin/java")),
        settings,
        writable);
  }
}

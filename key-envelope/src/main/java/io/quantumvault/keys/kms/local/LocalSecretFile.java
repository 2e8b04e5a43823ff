package io.quantumvault.keys.kms.local;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kms-local-<name>-v<version>.key}: 32 random bytes of mode 0600. */
public record LocalSecretFile(KeyName name, int version) {
  private static final Pattern FORM =
      Pattern.compile("kms-local-(execution|webhook|control)-v([1-9][0-9]{0,8})\\.key");

  /** The file's place in a folder. */
  public Path in(Path folder) {
    return folder.resolve("kms-local-%s-v%d.key".formatted(name.text(), version));
  }

  /**
   * Makes the secret in the folder of every service that wraps or unwraps under the name: all get
   * the same bytes.
   *
   * @throws KeyFileRefused when a file exists: nothing is ever overwritten
   */
  public void create(List<Path> folders) {
    try (SecretMemory secret = SecretMemory.random(KeyFile.KEY_BYTES)) {
      for (Path folder : folders) {
        KeyFile.create(in(folder), secret);
      }
    }
  }

  static Optional<LocalSecretFile> parse(Path file) {
    Matcher matcher = FORM.matcher(String.valueOf(file.getFileName()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    KeyName name = KeyName.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    return Optional.of(new LocalSecretFile(name, Integer.parseInt(matcher.group(2))));
  }
}

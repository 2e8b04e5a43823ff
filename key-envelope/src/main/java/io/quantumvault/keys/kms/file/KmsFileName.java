package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.kms.KeyName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kms-<name>-v<version>.key} for the secret half, {@code .pub} for the public one. */
record KmsFileName(KeyName name, int version, boolean secret) {
  private static final Pattern FORM =
      Pattern.compile("kms-(execution|webhook|control)-v([1-9][0-9]{0,8})\\.(key|pub)");

  static Optional<KmsFileName> parse(Path file) {
    Matcher matcher = FORM.matcher(String.valueOf(file.getFileName()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new KmsFileName(
            named(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            matcher.group(3).equals("key")));
  }

  Path in(Path folder) {
    return folder.resolve("kms-%s-v%d.%s".formatted(name.text(), version, secret ? "key" : "pub"));
  }

  private static KeyName named(String text) {
    for (KeyName name : KeyName.values()) {
      if (name.text().equals(text)) {
        return name;
      }
    }
    throw new IllegalArgumentException(text);
  }
}

package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KeyName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CKA_LABEL of a wrapping key: {@code kms-<name>-v<version>}. */
record KeyLabel(KeyName name, int version) {
  private static final Pattern FORM =
      Pattern.compile("kms-(execution|webhook|control)-v([1-9][0-9]{0,8})");

  static Optional<KeyLabel> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int version = Integer.parseInt(matcher.group(2));
    for (KeyName name : KeyName.values()) {
      if (name.text().equals(matcher.group(1))) {
        return Optional.of(new KeyLabel(name, version));
      }
    }
    return Optional.empty();
  }

  String text() {
    return "kms-%s-v%d".formatted(name.text(), version);
  }
}

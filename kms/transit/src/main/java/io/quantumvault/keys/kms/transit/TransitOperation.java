package io.quantumvault.keys.kms.transit;

import java.util.Locale;

/** The requests made of a Transit engine, with their paths under its mount. */
enum TransitOperation {
  ENCRYPT("encrypt/%s"),
  DECRYPT("decrypt/%s"),
  READ("keys/%s"),
  ROTATE("keys/%s/rotate"),
  CONFIG("keys/%s/config"),
  TRIM("keys/%s/trim");

  private final String path;

  TransitOperation(String path) {
    this.path = path;
  }

  /** With {@code %s} for the key. */
  String path() {
    return path;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

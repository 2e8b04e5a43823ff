package io.quantumvault.keys.kms;

/** The wrapping keys; each has permissions of its own. */
public enum KeyName {
  /** Control-plane wraps and cannot unwrap; the signer unwraps. */
  EXECUTION("execution"),
  /** Control-plane wraps; ingest unwraps. */
  WEBHOOK("webhook"),
  /** Control-plane wraps and unwraps. */
  CONTROL("control");

  private final String text;

  KeyName(String text) {
    this.text = text;
  }

  /** The name in files, in configuration and in what is authenticated. */
  public String text() {
    return text;
  }
}

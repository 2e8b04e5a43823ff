package io.quantumvault.keys.kms;

/** Who wrapped; the number is the first byte of what was wrapped and never changes. */
public enum Provider {
  /** Key files. */
  FILE(1, "file"),
  /** A PKCS#11 token. */
  PKCS11(2, "pkcs11"),
  /** Vault or OpenBao Transit. */
  TRANSIT(3, "transit"),
  /** AWS KMS. */
  AWS_KMS(4, "aws-kms");

  private final int number;
  private final String text;

  Provider(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The byte that stands for it. */
  public int number() {
    return number;
  }

  /** The name in configuration. */
  public String text() {
    return text;
  }
}

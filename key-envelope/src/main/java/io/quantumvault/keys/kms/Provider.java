package io.quantumvault.keys.kms;

/** Who wrapped; the number is the first byte of what was wrapped and never changes. */
public enum Provider {
  /** Key files. */
  FILE(1),
  /** A PKCS#11 token. */
  PKCS11(2),
  /** Vault or OpenBao Transit. */
  TRANSIT(3),
  /** AWS KMS. */
  AWS_KMS(4);

  private final int number;

  Provider(int number) {
    this.number = number;
  }

  /** The byte that stands for it. */
  public int number() {
    return number;
  }
}

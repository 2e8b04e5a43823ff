package io.quantumvault.control.wallet;

import java.util.Arrays;

/** Who signs an agent wallet's trades. Numbers are those of the event contract. */
public enum SigningMode {
  /** The owner wallet itself, trade by trade; no key is kept. */
  CLIENT_SIDE(1),
  /** The signer, under a grant. */
  SERVER_SIDE(2);

  private final int number;

  SigningMode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static SigningMode ofNumber(int number) {
    return Arrays.stream(values()).filter(m -> m.number == number).findFirst().orElseThrow();
  }
}

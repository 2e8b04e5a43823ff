package io.quantumvault.control.stop;

import java.util.Arrays;

/** Who stopped. Numbers are those of the event contract. */
public enum StopOrigin {
  OWNER(1),
  STOP_CODE(2),
  STAFF(3),
  AUTOMATIC(4);

  private final int number;

  StopOrigin(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static StopOrigin ofNumber(int number) {
    return Arrays.stream(values()).filter(o -> o.number == number).findFirst().orElseThrow();
  }
}

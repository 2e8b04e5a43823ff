package io.quantumvault.control.stop;

import java.util.Arrays;

/** What still passes under a stop. Numbers are those of the event contract. */
public enum StopKind {
  /** Only orders that reduce exposure. */
  REDUCE_ONLY(1),
  /** Only the stage's own closing orders. */
  FLATTEN(2),
  /** Nothing. */
  FREEZE(3);

  private final int number;

  StopKind(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static StopKind ofNumber(int number) {
    return Arrays.stream(values()).filter(k -> k.number == number).findFirst().orElseThrow();
  }
}

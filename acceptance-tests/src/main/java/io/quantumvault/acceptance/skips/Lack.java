package io.quantumvault.acceptance.skips;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** What a machine may lack, each found out here and not believed. */
enum Lack {
  CONTAINER_ENGINE("no-container-engine", () -> !Machine.runs("docker", "info")),
  MEMFD_SECRET("no-memfd-secret", () -> !Machine.hasSecretMemory()),
  USER_CONTEXTS("no-user-contexts", () -> !Machine.hasFunction("getcontext")),
  SOFTHSM("no-softhsm", () -> !Machine.hasSoftHsm()),
  NPX("no-npx", () -> !Machine.has("npx")),
  SETPRIV("no-setpriv", () -> !Machine.has("setpriv")),
  ROOT("not-root", () -> !Machine.isRoot()),
  ROOT_OR_SETPRIV("not-root-or-no-setpriv", () -> !Machine.isRoot() || !Machine.has("setpriv")),
  OTHERS_MEMORY("no-reading-of-others-memory", () -> !Machine.readsMemoryOfChildren()),
  LANDLOCK("no-landlock", () -> !Machine.hasLandlock()),
  YAMA("yama", Machine::hasYama),
  PLAIN_CORES("no-plain-cores", () -> !Machine.leavesPlainCores());

  private final String word;
  private final BooleanSupplier here;

  Lack(String word, BooleanSupplier here) {
    this.word = word;
    this.here = here;
  }

  /** Whether this machine lacks it. */
  boolean isHere() {
    return here.getAsBoolean();
  }

  /**
   * By its word in the list.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Lack named(String word) {
    return Arrays.stream(values())
        .filter(lack -> lack.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no lack called " + word));
  }

  @Override
  public String toString() {
    return word;
  }
}

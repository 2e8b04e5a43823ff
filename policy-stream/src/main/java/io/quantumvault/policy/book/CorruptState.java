package io.quantumvault.policy.book;

/**
 * The stage's own store holds what this code never wrote. It stops the stage: going on without it
 * would loosen limits.
 */
public final class CorruptState extends RuntimeException {
  public CorruptState(String what, Throwable cause) {
    super(what, cause);
  }

  public CorruptState(String what) {
    super(what);
  }
}

package io.quantumvault.keys.memory;

/** What a caller must name to take bytes out of key memory, so that every such place is found. */
public final class RevealAccess {
  /** The only instance. */
  public static final RevealAccess token = new RevealAccess();

  private RevealAccess() {}
}

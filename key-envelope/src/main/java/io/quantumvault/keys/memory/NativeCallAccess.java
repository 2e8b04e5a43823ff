package io.quantumvault.keys.memory;

/** What a caller must name to pass key memory to native code, so that every such place is found. */
public final class NativeCallAccess {
  /** The only instance. */
  public static final NativeCallAccess token = new NativeCallAccess();

  private NativeCallAccess() {}
}

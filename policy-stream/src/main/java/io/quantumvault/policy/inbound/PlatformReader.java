package io.quantumvault.policy.inbound;

import io.quantumvault.schemas.v1.PlatformState;
import org.jspecify.annotations.Nullable;

/** Reads {@code platform-state-v1}. */
public final class PlatformReader {
  private PlatformReader() {}

  /** The global freeze with its version. */
  public static PlatformState read(byte @Nullable [] value) throws UnreadableRecord {
    var state = Fields.message(PlatformState.parser(), value);
    Fields.count("state version", state.getStateVersion());
    return state;
  }
}

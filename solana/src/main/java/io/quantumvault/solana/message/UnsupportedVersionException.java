package io.quantumvault.solana.message;

/**
 * A message version that is known or announced, but not understood here: version 1 keeps its fee
 * and limits in a header of its own, which no check of this product reads.
 */
public final class UnsupportedVersionException extends MalformedMessageException {
  private static final long serialVersionUID = 1L;

  private final int version;

  UnsupportedVersionException(int version) {
    super("message version " + version + " is not supported; legacy and 0 are");
    this.version = version;
  }

  /** 1 to 127. */
  public int version() {
    return version;
  }
}

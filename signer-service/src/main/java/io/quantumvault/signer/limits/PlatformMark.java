package io.quantumvault.signer.limits;

/** The highest platform state the stream showed: a database that says less has been rolled back. */
public final class PlatformMark {
  /** A version and whether everything is frozen at it. */
  public record Mark(long version, boolean frozen) {}

  private Mark highest = new Mark(0, false);

  /** Keeps the mark if it is not older. */
  public synchronized void saw(Mark mark) {
    if (mark.version() >= highest.version()) {
      highest = mark;
    }
  }

  /** The newest seen. */
  public synchronized Mark highest() {
    return highest;
  }
}

package io.quantumvault.paper.inbound;

/** What goes back over the connection. */
@SuppressWarnings("ArrayRecordComponent")
sealed interface Reply {
  /** The answer's bytes, so much later; empty when nothing but notifications was asked. */
  record Body(byte[] bytes, long delayMillis) implements Reply {}

  record Status(int status) implements Reply {}

  /** The connection ends. */
  record Nothing() implements Reply {}

  /** The answer in pieces with a pause after each. */
  record Pieces(byte[] bytes, int pieceBytes, long pauseMillis) implements Reply {}

  /** The answer's beginning, and no end. */
  record Endless() implements Reply {}

  /** The answer with white space in front. */
  record Padded(byte[] bytes, int paddingBytes) implements Reply {}
}

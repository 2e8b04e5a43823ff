package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Bodies as they might arrive: bytes changed, cut out, doubled, or taken from another body. */
final class Mutations {
  private static final byte[][] PIECES = {
    "{".getBytes(UTF_8),
    "}".getBytes(UTF_8),
    "\"".getBytes(UTF_8),
    ",".getBytes(UTF_8),
    ":".getBytes(UTF_8),
    "[".getBytes(UTF_8),
    "\\".getBytes(UTF_8),
    "\n".getBytes(UTF_8),
    "{{".getBytes(UTF_8),
    "}}".getBytes(UTF_8),
    "'".getBytes(UTF_8),
    "“".getBytes(UTF_8),
    "\u00a0".getBytes(UTF_8),
    "/*".getBytes(UTF_8),
    "//".getBytes(UTF_8),
    "1e".getBytes(UTF_8),
    "-".getBytes(UTF_8),
    "%".getBytes(UTF_8),
    "0".getBytes(UTF_8),
    "\u0000".getBytes(UTF_8),
    {(byte) 0xff},
    "\\ud800".getBytes(UTF_8),
    "null".getBytes(UTF_8),
    "&quot;".getBytes(UTF_8),
  };

  private Mutations() {}

  static byte[] of(byte[] body, byte[] other, Random random) {
    byte[] changed = body.clone();
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(changed.length + 1);
      int end = at + random.nextInt(changed.length - at + 1);
      int from = random.nextInt(other.length);
      changed =
          switch (random.nextInt(4)) {
            case 0 -> put(changed, at, at, PIECES[random.nextInt(PIECES.length)]);
            case 1 -> put(changed, at, end, new byte[0]);
            case 2 ->
                put(
                    changed,
                    at,
                    Math.min(at + 1, changed.length),
                    new byte[] {(byte) random.nextInt(256)});
            default ->
                put(
                    changed,
                    at,
                    at,
                    java.util.Arrays.copyOfRange(
                        other, from, from + random.nextInt(other.length - from)));
          };
    }
    return changed;
  }

  private static byte[] put(byte[] body, int from, int to, byte[] piece) {
    byte[] changed = new byte[from + piece.length + body.length - to];
    System.arraycopy(body, 0, changed, 0, from);
    System.arraycopy(piece, 0, changed, from, piece.length);
    System.arraycopy(body, to, changed, from + piece.length, body.length - to);
    return changed;
  }
}

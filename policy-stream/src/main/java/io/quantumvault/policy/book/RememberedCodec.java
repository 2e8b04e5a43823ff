package io.quantumvault.policy.book;

import java.util.UUID;

/** A remembered id as bytes: version u8 = 1, time i64, until i64, both milliseconds since 1970. */
public final class RememberedCodec {
  private static final int VERSION = 1;

  private RememberedCodec() {}

  /** The bytes of what is remembered beside its kind and id, which are in the key. */
  public static byte[] encode(Remembered id) {
    return StateOutput.of(out -> {
      out.u8(VERSION);
      out.time(id.time());
      out.time(id.until());
    });
  }

  /**
   * The remembered id of a key and its bytes.
   *
   * @throws CorruptState if this code did not write them
   */
  public static Remembered decode(Remembered.Kind kind, UUID id, byte[] bytes) {
    return StateInput.read(
        bytes,
        "a remembered id",
        in -> {
          if (in.u8() != VERSION) {
            throw new CorruptState("a remembered id of an unknown layout");
          }
          return new Remembered(kind, id, in.time(), in.time());
        });
  }
}

package io.quantumvault.paper.fault;

/** What a node does wrong with a request. */
public sealed interface Fault {
  /** The connection ends without an answer, and nothing is done. */
  record Drop() implements Fault {}

  /** What was asked is done, then the connection ends without an answer. */
  record LoseAnswer() implements Fault {}

  /** What was asked is done at once, and answered so much later. */
  record Delay(long millis) implements Fault {
    public Delay {
      require(millis >= 1 && millis <= 3_600_000, "millis must be 1 to 3600000");
    }
  }

  /** An HTTP status with a short text, and nothing is done. */
  record HttpStatus(int status) implements Fault {
    public HttpStatus {
      require(status >= 400 && status <= 599, "status must be 400 to 599");
    }
  }

  /** A JSON-RPC error, and nothing is done. */
  record RpcError(int code, String message, Detail detail) implements Fault {}

  /** What comes as an error's {@code data}. */
  sealed interface Detail {
    record None() implements Detail {}

    record SlotsBehind(long slots) implements Detail {}

    /** The node's own slot. */
    record ContextSlot() implements Detail {}
  }

  /** The answer comes in small pieces with a pause after each. */
  record SlowBody(int bytes, long millis) implements Fault {
    public SlowBody {
      require(bytes >= 1 && bytes <= 1 << 20, "bytes must be 1 to 1048576");
      require(millis >= 1 && millis <= 3_600_000, "millis must be 1 to 3600000");
    }
  }

  /** An answer that begins well and never ends. */
  record EndlessBody() implements Fault {}

  /** The answer with so many bytes of white space in front. */
  record OversizedBody(int bytes) implements Fault {
    public OversizedBody {
      require(bytes >= 1 && bytes <= 1 << 30, "bytes must be 1 to 1073741824");
    }
  }

  /**
   * A result that is not true.
   *
   * @param path where in the result, as {@code /value/0/slot}; {@code *} stands for every element,
   *     and nothing for the whole
   */
  record Lie(String path, Change change) implements Fault {
    public Lie {
      require(path.isEmpty() || path.startsWith("/"), "path must be empty or begin with /");
    }
  }

  /** Another node answers for this one, as happens behind one address. */
  record AsNode(int node) implements Fault {}

  /** How a lie changes what is true. */
  sealed interface Change {
    /** To a number. */
    record Add(long difference) implements Change {}

    /** Instead of what is there, as JSON. */
    record Put(String json) implements Change {}
  }

  private static void require(boolean sound, String message) {
    if (!sound) {
      throw new IllegalArgumentException(message);
    }
  }
}

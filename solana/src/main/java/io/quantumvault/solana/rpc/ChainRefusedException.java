package io.quantumvault.solana.rpc;

import java.util.Set;

/**
 * An endpoint answered with a JSON-RPC error. Its code, words and data are kept, each cut to a
 * length that may be logged, stored and published.
 */
public final class ChainRefusedException extends ChainException {
  private static final long serialVersionUID = 1L;

  /** A failed preflight; {@link #err()} says of what. */
  public static final int PREFLIGHT = -32002;

  /** The node keeps no transaction history. */
  public static final int NO_HISTORY = -32011;

  /** The node does not know the method. */
  public static final int NO_METHOD = -32601;

  /**
   * Parse error, invalid request, invalid parameters; failed preflight, a signature that does not
   * verify, a wrong number of signatures, a transaction version that is not asked for.
   */
  private static final Set<Integer> OF_THE_QUESTION =
      Set.of(-32700, -32600, -32602, PREFLIGHT, -32003, -32013, -32015);

  /** Too many questions, unhealthy or behind, a slot that was not reached, an internal error. */
  private static final Set<Integer> OF_A_NODE_IN_TROUBLE = Set.of(429, -32005, -32016, -32603);

  private static final int MOST_WORDS = 256;

  private final int code;
  private final String err;
  private final String data;

  /**
   * Keeps the error.
   *
   * @param err the {@code err} within the error's {@code data} as JSON text; empty for none
   * @param data the error's {@code data} as JSON text; empty for none
   */
  public ChainRefusedException(String method, int code, String message, String err, String data) {
    super(method + " refused: " + code + " " + ShortText.of(message, MOST_WORDS));
    this.code = code;
    this.err = ShortText.of(err, ShortText.MOST);
    this.data = ShortText.of(data, ShortText.MOST);
  }

  /** The JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** For a failed preflight the transaction's own error as JSON text; empty for none. */
  public String err() {
    return err;
  }

  /** The beginning of the error's {@code data} as JSON text. */
  public String data() {
    return data;
  }

  /** Everything in one line of bounded length. */
  public String detail() {
    return getMessage() + (err.isEmpty() ? data.isEmpty() ? "" : " " + data : " " + err);
  }

  /**
   * Whether any node would say the same. Other errors say how the node is (behind, unhealthy,
   * without that history or method), so that another one may well answer.
   */
  boolean isOfTheQuestion() {
    return OF_THE_QUESTION.contains(code);
  }

  /** Whether the node is better left alone for a while. */
  boolean isOfANodeInTrouble() {
    return OF_A_NODE_IN_TROUBLE.contains(code);
  }
}

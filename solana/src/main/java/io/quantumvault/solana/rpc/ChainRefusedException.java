package io.quantumvault.solana.rpc;

import java.util.Set;

/** An endpoint answered with a JSON-RPC error; its code, words and data are kept. */
public final class ChainRefusedException extends ChainException {
  private static final long serialVersionUID = 1L;

  /**
   * Parse error, invalid request, invalid parameters; failed preflight, a signature that does not
   * verify, a wrong number of signatures, a transaction version that is not asked for.
   */
  private static final Set<Integer> OF_THE_QUESTION =
      Set.of(-32700, -32600, -32602, -32002, -32003, -32013, -32015);

  private static final int MOST_WORDS = 256;
  private static final int MOST_DATA = 4096;

  private final int code;
  private final String data;

  /**
   * Keeps the error, cut to a length that may be logged and stored.
   *
   * @param data the error's {@code data} as JSON text; empty for none
   */
  public ChainRefusedException(String method, int code, String message, String data) {
    super(method + " refused: " + code + " " + cut(message, MOST_WORDS));
    this.code = code;
    this.data = cut(data, MOST_DATA);
  }

  /** The JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** The error's {@code data} as JSON text, for a failed preflight with {@code err} and logs. */
  public String data() {
    return data;
  }

  /**
   * Whether any node would say the same. Other errors say how the node is (behind, unhealthy,
   * without that history or method), so that another one may well answer.
   */
  boolean isOfTheQuestion() {
    return OF_THE_QUESTION.contains(code);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}

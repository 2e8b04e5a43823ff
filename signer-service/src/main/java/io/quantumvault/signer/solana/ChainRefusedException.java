package io.quantumvault.signer.solana;

/** An endpoint answered with a JSON-RPC error; its code, words and data are kept. */
public final class ChainRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String data;

  /**
   * Keeps the error.
   *
   * @param data the error's {@code data} as JSON text; empty for none
   */
  public ChainRefusedException(String method, int code, String message, String data) {
    super(method + " refused: " + code + " " + message);
    this.code = code;
    this.data = data;
  }

  /** The JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** The error's {@code data} as JSON text, for a failed preflight with {@code err} and logs. */
  public String data() {
    return data;
  }
}

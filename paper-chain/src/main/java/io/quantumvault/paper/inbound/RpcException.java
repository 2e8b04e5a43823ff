package io.quantumvault.paper.inbound;

import org.jspecify.annotations.Nullable;

/** A JSON-RPC error answer, with the codes and texts a Solana node gives. */
final class RpcException extends Exception {
  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;
  static final int PREFLIGHT_FAILURE = -32002;
  static final int SIGNATURE_VERIFICATION_FAILURE = -32003;
  static final int NODE_UNHEALTHY = -32005;
  static final int NO_TRANSACTION_HISTORY = -32011;
  static final int UNSUPPORTED_TRANSACTION_VERSION = -32015;
  static final int MIN_CONTEXT_SLOT_NOT_REACHED = -32016;

  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient @Nullable Object data;

  RpcException(int code, String message) {
    this(code, message, null);
  }

  RpcException(int code, String message, @Nullable Object data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  static RpcException invalidParams(String why) {
    return new RpcException(INVALID_PARAMS, why);
  }

  int code() {
    return code;
  }

  @Nullable Object data() {
    return data;
  }
}

package io.quantumvault.paper.transaction;

/** The bytes are no transaction; the message says which part is wrong. */
public final class MalformedTransactionException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedTransactionException(String message) {
    super(message);
  }
}

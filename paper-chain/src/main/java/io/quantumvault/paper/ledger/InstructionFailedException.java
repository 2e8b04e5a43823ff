package io.quantumvault.paper.ledger;

/** Ends a program; caught by the executor, which rolls the transaction back. */
public final class InstructionFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient InstructionError error;

  public InstructionFailedException(InstructionError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public static InstructionFailedException custom(int code) {
    return new InstructionFailedException(new InstructionError.Custom(code));
  }

  public InstructionError error() {
    return error;
  }
}

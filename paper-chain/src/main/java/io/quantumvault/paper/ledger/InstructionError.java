package io.quantumvault.paper.ledger;

/** Why an instruction failed, as validators name it. */
public sealed interface InstructionError {
  String message();

  /** A program's own error number. */
  record Custom(int code) implements InstructionError {
    @Override
    public String message() {
      return "custom program error: 0x" + Integer.toHexString(code);
    }
  }

  /** One of the errors every program shares; {@code name} is what appears in {@code err}. */
  enum Shared implements InstructionError {
    InvalidArgument("invalid program argument"),
    InvalidInstructionData("invalid instruction data"),
    MissingRequiredSignature("missing required signature for instruction"),
    NotEnoughAccountKeys("insufficient account keys for instruction"),
    ArithmeticOverflow("Program arithmetic overflowed"),
    ReadonlyLamportChange("instruction changed the balance of a read-only account"),
    ReadonlyDataModified("instruction modified data of a read-only account"),
    ComputationalBudgetExceeded("Computational budget exceeded"),
    ProgramFailedToComplete("Program failed to complete");

    private final String message;

    Shared(String message) {
      this.message = message;
    }

    @Override
    public String message() {
      return message;
    }
  }
}

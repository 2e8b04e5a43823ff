package io.quantumvault.paper.ledger;

/** An on-chain program. */
public interface Program {
  /** Runs one instruction; changes go through the context. */
  void run(Instruction instruction) throws InstructionFailedException;

  /** Compute units this instruction is billed; a table of figures stands in for metering. */
  long units(byte[] data);

  /** Whether it is part of the validator rather than deployed on the chain. */
  default boolean isBuiltIn() {
    return false;
  }
}

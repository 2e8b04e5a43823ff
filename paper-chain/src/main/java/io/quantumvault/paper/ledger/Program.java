package io.quantumvault.paper.ledger;

/** An on-chain program. */
public interface Program {
  /** Runs one instruction; changes go through the context. */
  void run(Instruction instruction) throws InstructionFailedException;

  /** Compute units this instruction is billed; fixed figures stand in for metering. */
  long units(byte[] data);

  /** Units reserved for it when the transaction asks for no limit. */
  default long defaultUnits() {
    return 200_000;
  }
}

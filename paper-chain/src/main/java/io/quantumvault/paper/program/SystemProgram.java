package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionError.Shared;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.ledger.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** System program: createAccount and transfer; its other instructions are refused. */
public final class SystemProgram implements Program {
  public static final Address ID = Account.SYSTEM;

  private static final int CREATE_ACCOUNT = 0;
  private static final int TRANSFER = 2;
  private static final int ALREADY_IN_USE = 0;
  private static final int RESULT_WITH_NEGATIVE_LAMPORTS = 1;
  private static final int INVALID_SPACE = 3;
  private static final long MAX_SPACE = 10L * 1024 * 1024;

  @Override
  public void run(Instruction instruction) throws InstructionFailedException {
    ByteBuffer data = ByteBuffer.wrap(instruction.data()).order(ByteOrder.LITTLE_ENDIAN);
    int kind = data.remaining() >= 4 ? data.getInt() : -1;
    if (kind == TRANSFER && data.remaining() == 8) {
      transfer(instruction, data.getLong());
    } else if (kind == CREATE_ACCOUNT && data.remaining() == 48) {
      create(instruction, data.getLong(), data.getLong(), Address.at(instruction.data(), 20));
    } else {
      throw new InstructionFailedException(Shared.InvalidInstructionData);
    }
  }

  private static void transfer(Instruction instruction, long lamports)
      throws InstructionFailedException {
    Instruction.AccountMeta from = instruction.meta(0);
    Instruction.AccountMeta to = instruction.meta(1);
    requireSigner(instruction, from);
    Account source = instruction.account(from.address());
    if (source.data().length > 0) {
      instruction.logs().add("Transfer: `from` must not carry data");
      throw new InstructionFailedException(Shared.InvalidArgument);
    }
    if (Long.compareUnsigned(lamports, source.lamports()) > 0) {
      instruction
          .logs()
          .add(
              "Transfer: insufficient lamports "
                  + source.lamports()
                  + ", need "
                  + Long.toUnsignedString(lamports));
      throw InstructionFailedException.custom(RESULT_WITH_NEGATIVE_LAMPORTS);
    }
    instruction.write(from, source.withLamports(source.lamports() - lamports));
    Account target = instruction.account(to.address());
    instruction.write(to, target.withLamports(Math.addExact(target.lamports(), lamports)));
  }

  private static void create(Instruction instruction, long lamports, long space, Address owner)
      throws InstructionFailedException {
    Instruction.AccountMeta created = instruction.meta(1);
    requireSigner(instruction, created);
    if (instruction.account(created.address()).exists()) {
      instruction.logs().add("Create Account: account already in use");
      throw InstructionFailedException.custom(ALREADY_IN_USE);
    }
    if (space < 0 || space > MAX_SPACE) {
      throw InstructionFailedException.custom(INVALID_SPACE);
    }
    transfer(instruction, lamports);
    Account funded = instruction.account(created.address());
    instruction.write(created, funded.withData(new byte[(int) space]).withOwner(owner));
  }

  private static void requireSigner(Instruction instruction, Instruction.AccountMeta meta)
      throws InstructionFailedException {
    if (!meta.signer()) {
      instruction.logs().add("Transfer: `from` account " + meta.address() + " must sign");
      throw new InstructionFailedException(Shared.MissingRequiredSignature);
    }
  }

  @Override
  public long units(byte[] data) {
    return 150;
  }

  @Override
  public boolean isBuiltIn() {
    return true;
  }
}

package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionError;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.ledger.Program;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Compute unit limit and price. What they cost is read before execution, by {@link Fees}. */
public final class ComputeBudget implements Program {
  public static final Address ID = Address.parse("ComputeBudget111111111111111111111111111111");

  private static final int HEAP_FRAME = 1;
  private static final int UNIT_LIMIT = 2;
  private static final int UNIT_PRICE = 3;
  private static final int LOADED_DATA_LIMIT = 4;

  @Override
  public void run(Instruction instruction) throws InstructionFailedException {
    byte[] data = instruction.data();
    boolean known =
        data.length > 0
            && switch (data[0]) {
              case HEAP_FRAME, UNIT_LIMIT, LOADED_DATA_LIMIT -> data.length == 5;
              case UNIT_PRICE -> data.length == 9;
              default -> false;
            };
    if (!known) {
      throw new InstructionFailedException(InstructionError.Shared.InvalidInstructionData);
    }
  }

  @Override
  public long units(byte[] data) {
    return 150;
  }

  @Override
  public long defaultUnits() {
    return 3_000;
  }

  /** The limit this instruction sets, or -1. */
  static long unitLimit(byte[] data) {
    return data.length == 5 && data[0] == UNIT_LIMIT
        ? Integer.toUnsignedLong(little(data).getInt(1))
        : -1;
  }

  /** The price this instruction sets in micro-lamports as an unsigned 64-bit number, or null. */
  static @Nullable BigInteger unitPrice(byte[] data) {
    return data.length == 9 && data[0] == UNIT_PRICE
        ? new BigInteger(Long.toUnsignedString(little(data).getLong(1)))
        : null;
  }

  private static ByteBuffer little(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}

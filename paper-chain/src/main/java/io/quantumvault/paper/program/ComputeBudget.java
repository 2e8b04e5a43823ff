package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionError.Shared;
import io.quantumvault.paper.ledger.Program;
import io.quantumvault.paper.ledger.TransactionError;
import io.quantumvault.paper.ledger.TransactionError.Plain;
import io.quantumvault.paper.transaction.Message;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Compute unit limit and price. They are read before anything is executed; what cannot be read, or
 * is said twice, keeps the whole transaction out of the block, without a fee.
 */
public final class ComputeBudget implements Program {
  public static final Address ID = Address.parse("ComputeBudget111111111111111111111111111111");

  private static final int HEAP_FRAME = 1;
  private static final int UNIT_LIMIT = 2;
  private static final int UNIT_PRICE = 3;
  private static final int LOADED_DATA_LIMIT = 4;
  private static final int MIN_HEAP = 32 * 1024;
  private static final int MAX_HEAP = 256 * 1024;

  /** What a message asks for. */
  sealed interface Asked {
    /**
     * Compute units and their price.
     *
     * @param unitLimit -1 when none is named
     * @param unitPrice micro-lamports a unit, an unsigned 64-bit number
     */
    record Limits(long unitLimit, BigInteger unitPrice) implements Asked {}

    record Refused(TransactionError error) implements Asked {}
  }

  static final Asked.Limits NOTHING_ASKED = new Asked.Limits(-1, BigInteger.ZERO);

  static Asked read(Message message) {
    Asked.Limits limits = NOTHING_ASKED;
    BitSet seen = new BitSet();
    for (int i = 0; i < message.instructions().size(); i++) {
      Message.CompiledInstruction instruction = message.instructions().get(i);
      if (!message.keys().get(instruction.programIndex()).equals(ID)) {
        continue;
      }
      byte[] data = instruction.data();
      if (!isSound(data)) {
        return new Asked.Refused(
            new TransactionError.InstructionFailed(i, Shared.InvalidInstructionData));
      }
      if (seen.get(data[0])) {
        return new Asked.Refused(new TransactionError.DuplicateInstruction(i));
      }
      seen.set(data[0]);
      if (data[0] == LOADED_DATA_LIMIT && little(data).getInt(1) == 0) {
        return new Asked.Refused(Plain.InvalidLoadedAccountsDataSizeLimit);
      }
      limits = with(limits, data);
    }
    return limits;
  }

  private static Asked.Limits with(Asked.Limits limits, byte[] data) {
    return switch (data[0]) {
      case UNIT_LIMIT ->
          new Asked.Limits(Integer.toUnsignedLong(little(data).getInt(1)), limits.unitPrice());
      case UNIT_PRICE ->
          new Asked.Limits(
              limits.unitLimit(), new BigInteger(Long.toUnsignedString(little(data).getLong(1))));
      default -> limits;
    };
  }

  private static boolean isSound(byte[] data) {
    return data.length > 0
        && switch (data[0]) {
          case HEAP_FRAME -> data.length == 5 && isHeap(little(data).getInt(1));
          case UNIT_LIMIT, LOADED_DATA_LIMIT -> data.length == 5;
          case UNIT_PRICE -> data.length == 9;
          default -> false;
        };
  }

  private static boolean isHeap(int bytes) {
    return bytes >= MIN_HEAP && bytes <= MAX_HEAP && bytes % 1024 == 0;
  }

  private static ByteBuffer little(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Does nothing: what it says has been read already. */
  @Override
  public void run(Instruction instruction) {}

  @Override
  public long units(byte[] data) {
    return 150;
  }

  @Override
  public boolean isBuiltIn() {
    return true;
  }
}

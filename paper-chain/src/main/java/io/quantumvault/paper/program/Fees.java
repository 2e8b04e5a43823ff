package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Program;
import io.quantumvault.paper.transaction.Message;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message pays: 5000 lamports a signature, and the unit price on the units asked for (not on
 * the units used), rounded up. One that names no limit asks for 3000 units an instruction of a
 * built-in program and 200 000 for any other (SIMD-0170).
 *
 * @param lamports the whole fee
 * @param unitLimit compute units asked for, at most 1.4 million
 * @param unitPrice micro-lamports a unit, cut off at the greatest long
 */
public record Fees(long lamports, long unitLimit, long unitPrice) {
  public static final long LAMPORTS_PER_SIGNATURE = 5_000;
  public static final long MAX_UNITS = 1_400_000;

  private static final long BUILT_IN_UNITS = 3_000;
  private static final long OTHER_UNITS = 200_000;
  private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE / 2);

  public static Fees of(Message message, Map<Address, Program> programs) {
    ComputeBudget.Asked.Limits limits =
        ComputeBudget.read(message) instanceof ComputeBudget.Asked.Limits asked
            ? asked
            : ComputeBudget.NOTHING_ASKED;
    long wanted = limits.unitLimit() >= 0 ? limits.unitLimit() : unitsByDefault(message, programs);
    long units = Math.min(MAX_UNITS, wanted);
    BigInteger priority =
        limits
            .unitPrice()
            .multiply(BigInteger.valueOf(units))
            .add(MICRO)
            .subtract(BigInteger.ONE)
            .divide(MICRO);
    long base = LAMPORTS_PER_SIGNATURE * message.requiredSignatures();
    return new Fees(
        base + priority.min(MAX).longValueExact(),
        units,
        limits.unitPrice().min(MAX).longValueExact());
  }

  private static long unitsByDefault(Message message, Map<Address, Program> programs) {
    long units = 0;
    for (Message.CompiledInstruction instruction : message.instructions()) {
      @Nullable Program program = programs.get(message.keys().get(instruction.programIndex()));
      units += program != null && program.isBuiltIn() ? BUILT_IN_UNITS : OTHER_UNITS;
    }
    return units;
  }
}

package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Program;
import io.quantumvault.paper.transaction.Message;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message pays: 5000 lamports a signature, and the unit price on the units asked for (not on
 * the units used), rounded up.
 *
 * @param lamports the whole fee
 * @param unitLimit compute units asked for, at most 1.4 million
 */
public record Fees(long lamports, long unitLimit) {
  public static final long LAMPORTS_PER_SIGNATURE = 5_000;
  public static final long MAX_UNITS = 1_400_000;

  private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE / 2);

  public static Fees of(Message message, Map<Address, Program> programs) {
    long asked = -1;
    long byDefault = 0;
    BigInteger price = BigInteger.ZERO;
    for (Message.CompiledInstruction instruction : message.instructions()) {
      Address program = message.keys().get(instruction.programIndex());
      @Nullable Program known = programs.get(program);
      byDefault += known == null ? 200_000 : known.defaultUnits();
      if (program.equals(ComputeBudget.ID)) {
        asked = Math.max(asked, ComputeBudget.unitLimit(instruction.data()));
        BigInteger set = ComputeBudget.unitPrice(instruction.data());
        price = set == null ? price : set;
      }
    }
    long units = Math.min(MAX_UNITS, asked >= 0 ? asked : byDefault);
    BigInteger priority =
        price.multiply(BigInteger.valueOf(units)).add(MICRO).subtract(BigInteger.ONE).divide(MICRO);
    long base = LAMPORTS_PER_SIGNATURE * message.requiredSignatures();
    return new Fees(base + priority.min(MAX).longValueExact(), units);
  }
}

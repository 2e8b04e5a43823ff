package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** The compute budget program: how much work a transaction may do and what it bids for it. */
public final class ComputeBudget {
  /** The program. */
  public static final Address PROGRAM = Address.of("ComputeBudget111111111111111111111111111111");

  private static final int SET_LIMIT = 2;
  private static final int SET_PRICE = 3;
  private static final long MICRO = 1_000_000;

  private ComputeBudget() {}

  /** What a compute budget instruction asks for. */
  public sealed interface Request {
    /** Compute units the transaction may use, u32. */
    record Limit(long units) implements Request {}

    /** Micro-lamports bid per compute unit, u64. */
    record Price(long microLamports) implements Request {}
  }

  /** Sets the limit. */
  public static Instruction limit(int units) {
    return new Instruction(
        PROGRAM, List.of(), buffer(5).put((byte) SET_LIMIT).putInt(units).array());
  }

  /** Sets the price. */
  public static Instruction price(long microLamports) {
    return new Instruction(
        PROGRAM, List.of(), buffer(9).put((byte) SET_PRICE).putLong(microLamports).array());
  }

  /** What the data asks for; empty for anything but a whole limit or price. */
  public static Optional<Request> read(byte[] data) {
    if (data.length == 5 && data[0] == SET_LIMIT) {
      return Optional.of(new Request.Limit(wrap(data).getInt(1) & 0xFFFF_FFFFL));
    }
    if (data.length == 9 && data[0] == SET_PRICE) {
      return Optional.of(new Request.Price(wrap(data).getLong(1)));
    }
    return Optional.empty();
  }

  /** Lamports charged above the base fee: on the units asked for, rounded up. */
  public static long priorityFeeLamports(long units, long microLamportsPerUnit) {
    long product = Math.multiplyExact(units, microLamportsPerUnit);
    return Math.ceilDiv(product, MICRO);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer wrap(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}

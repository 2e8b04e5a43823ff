package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.Rent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A Pyth Lazer price account. Prices are posted with exponent -8; the venue works in 1e-6, so a
 * posted price is a hundred times the venue's. Publish time is in microseconds.
 */
public final class Oracle {
  public static final int EXPONENT = -8;

  static final String DISCRIMINATOR = "9f07a1f922517985";
  private static final int BYTES = 48;
  private static final long POSTED_PER_VENUE = 100;
  private static final long CONFIDENCE_PPM = 100;

  private Oracle() {}

  /** The price in 1e-6 USDC. */
  public static long price(Accounts accounts, Address oracle) {
    byte[] data = accounts.get(oracle).data();
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(8) / POSTED_PER_VENUE;
  }

  /** How many slots ago the price was posted. */
  static long ageSlots(Accounts accounts, Address oracle, BlockContext block) {
    byte[] data = accounts.get(oracle).data();
    return block.slot() - ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(24);
  }

  static boolean isOracle(byte[] data) {
    return data.length == BYTES && AccountBytes.has(DISCRIMINATOR, data);
  }

  /** Posts a price in 1e-6 USDC. */
  static void post(Accounts accounts, Address oracle, long price, BlockContext block) {
    byte[] data = AccountBytes.of(DISCRIMINATOR, BYTES);
    long posted = Math.multiplyExact(price, POSTED_PER_VENUE);
    ByteBuffer.wrap(data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(8, posted)
        .putLong(16, block.unixSeconds() * 1_000_000)
        .putLong(24, block.slot())
        .putInt(32, EXPONENT)
        .putLong(40, FixedPoint.mulDiv(posted, CONFIDENCE_PPM, 1_000_000));
    accounts.put(
        oracle, new Account(Rent.exemptLamports(BYTES), data, DriftAddresses.PROGRAM, false));
  }
}

package io.quantumvault.ingest.price;

import io.quantumvault.solana.address.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The venue's PerpMarket account, 1216 bytes, little-endian: discriminator at 0, oracle at 40,
 * order step u64 at 808, minimum u64 at 824 (both 1e-9 base units), oracle source u8 at 926, market
 * index u16 at 1160, status u8 at 1162, quote spot market u16 at 1166.
 */
public final class MarketAccount {
  private static final int SIZE = 1216;
  private static final long DISCRIMINATOR = 0x0adf0c2c6bf537f7L;
  private static final int BASE_DECIMALS = 9;
  private static final int PYTH_LAZER = 12;
  private static final int HIGHEST_STATUS = 8;
  private static final int QUOTE_SPOT_MARKET = 0;

  private MarketAccount() {}

  /** What an account's bytes say. */
  public sealed interface Reading {
    /** The market that was asked for, on the oracle that is read. */
    record Listed(MarketTerms terms) implements Reading {}

    /** Not a market that may be believed. */
    record Refused(String why) implements Reading {}
  }

  /** Decodes account data; whatever is not exactly that market is refused. */
  public static Reading decode(byte[] data, MarketOracle expected) {
    if (data.length != SIZE) {
      return new Reading.Refused("market size");
    }
    ByteBuffer bytes = ByteBuffer.wrap(data);
    if (bytes.getLong(0) != DISCRIMINATOR) {
      return new Reading.Refused("market discriminator");
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if ((bytes.getShort(1160) & 0xFFFF) != expected.index()) {
      return new Reading.Refused("market index");
    }
    if (!Address.read(data, 40).equals(expected.oracle())) {
      return new Reading.Refused("market names another oracle");
    }
    // The other sources scale the price, so that it would be taken for a thousandfold one.
    if ((bytes.get(926) & 0xFF) != PYTH_LAZER) {
      return new Reading.Refused("market oracle source");
    }
    if ((bytes.get(1162) & 0xFF) > HIGHEST_STATUS) {
      return new Reading.Refused("market status");
    }
    if ((bytes.getShort(1166) & 0xFFFF) != QUOTE_SPOT_MARKET) {
      return new Reading.Refused("market quote");
    }
    if (bytes.getLong(808) == 0) {
      return new Reading.Refused("market step");
    }
    return new Reading.Listed(
        new MarketTerms(baseUnits(bytes.getLong(808)), baseUnits(bytes.getLong(824))));
  }

  private static BigDecimal baseUnits(long unsigned) {
    BigInteger whole = new BigInteger(Long.toUnsignedString(unsigned));
    return OracleAccount.plain(new BigDecimal(whole, BASE_DECIMALS));
  }
}

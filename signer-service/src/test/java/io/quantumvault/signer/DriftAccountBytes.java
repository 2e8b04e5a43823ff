package io.quantumvault.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.address.ProgramAddresses;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Accounts of the venue written from the layout page, not from the code under test. */
public final class DriftAccountBytes {
  public static final Address PROGRAM = Address.of("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");
  private static final int[] FEEDS = {6, 1, 2};
  private static final long[] STEPS = {10_000_000, 100_000, 1_000_000};

  private DriftAccountBytes() {}

  public static Address pda(String name, byte[]... more) {
    byte[][] seeds = new byte[more.length + 1][];
    seeds[0] = name.getBytes(UTF_8);
    System.arraycopy(more, 0, seeds, 1, more.length);
    return ProgramAddresses.find(PROGRAM, seeds);
  }

  public static byte[] u16(int value) {
    return little(new byte[2]).putShort((short) value).array();
  }

  public static Address oracle(int feed) {
    return pda("pyth_lazer", little(new byte[4]).putInt(feed).array());
  }

  public static Address user(Address authority, int sub) {
    return pda("user", authority.bytes(), u16(sub));
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer account(String discriminator, int size) {
    var out = little(new byte[size]);
    out.put(0, HexFormat.of().parseHex(discriminator));
    return out;
  }

  private static AccountData data(ByteBuffer bytes) {
    byte[] all = new byte[bytes.capacity()];
    bytes.get(0, all);
    return new AccountData(PROGRAM, 1_000_000, all);
  }

  /** Markets at 150, 60000 and 3000 US dollars, all oracles posted at the slot. */
  public static Map<Address, AccountData> markets(long slot) {
    var all = new HashMap<Address, AccountData>();
    long[] prices = {150, 60_000, 3_000};
    for (int i = 0; i < 3; i++) {
      all.put(oracle(FEEDS[i]), oracleAccount(prices[i] * 100_000_000L, slot));
      var perp = account("0adf0c2c6bf537f7", 1216);
      perp.put(8, pda("perp_market", u16(i)).bytes()).put(40, oracle(FEEDS[i]).bytes());
      perp.putLong(808, STEPS[i]).putLong(816, 100).putLong(824, STEPS[i]);
      perp.put(926, (byte) 12).putShort(1160, (short) i).put(1162, (byte) 1);
      all.put(pda("perp_market", u16(i)), data(perp));
    }
    all.put(oracle(7), oracleAccount(100_000_000L, slot));
    all.put(pda("spot_market", u16(0)), spot(0, 7, 6, 15));
    all.put(pda("spot_market", u16(1)), spot(1, 6, 9, 12));
    return all;
  }

  public static AccountData oracleAccount(long price, long slot) {
    return oracleAccount(price, slot, Instant.EPOCH);
  }

  public static AccountData oracleAccount(long price, long slot, Instant published) {
    var oracle = account("9f07a1f922517985", 48);
    oracle.putLong(16, ChronoUnit.MICROS.between(Instant.EPOCH, published));
    oracle.putLong(8, price).putLong(24, slot).putInt(32, -8).putLong(40, price / 10_000);
    return data(oracle);
  }

  private static AccountData spot(int index, int feed, int decimals, int source) {
    var spot = account("64b1086ba8414127", 776);
    spot.put(8, pda("spot_market", u16(index)).bytes()).put(40, oracle(feed).bytes());
    spot.putLong(464, 10_000_000_000L).putLong(480, 10_000_000_000L);
    spot.putInt(680, decimals).putShort(684, (short) index).put(687, (byte) source);
    return data(spot);
  }

  /** A trading account with this much USDC, no position, no order. */
  public static AccountData user(Address authority, Address delegate, int sub, long usdc) {
    var user = account("9f755fe3ef973aec", 4376);
    user.put(8, authority.bytes()).put(40, delegate.bytes());
    user.putLong(104, usdc * 1_000_000_000L);
    user.putLong(4272, usdc * 1_000_000L).putShort(4346, (short) sub).putInt(4336, 1);
    return data(user);
  }

  /** The account after taking a position in slot 0; base in 1e9, price in 1e6. */
  public static AccountData traded(AccountData before, int market, long base, long price) {
    byte[] bytes = before.data().clone();
    var user = little(bytes);
    long quote = -(base / 1000 * price / 1_000_000);
    user.putLong(424 + 8, user.getLong(424 + 8) + base);
    user.putLong(424 + 16, user.getLong(424 + 16) + quote - Math.abs(quote) / 1000);
    user.putLong(424 + 32, user.getLong(424 + 32) + quote);
    user.putShort(424 + 92, (short) market);
    user.putInt(4336, user.getInt(4336) + 1);
    return new AccountData(before.owner(), before.lamports(), bytes);
  }
}

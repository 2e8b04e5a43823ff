package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.Rent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The venue as it is found at genesis: state, two spot markets, three perp markets, oracles. */
public final class GenesisAccounts {
  static final String PERP_MARKET = "0adf0c2c6bf537f7";
  static final String SPOT_MARKET = "64b1086ba8414127";
  static final String STATE = "d8926b5e684bb6b1";

  private static final Address USDC_MINT =
      Address.parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
  private static final Address SOL_MINT =
      Address.parse("So11111111111111111111111111111111111111112");
  private static final Address LOADER =
      Address.parse("BPFLoaderUpgradeab1e11111111111111111111111");
  private static final long INTEREST_ONE = 10_000_000_000L;
  private static final int ACTIVE = 1;
  private static final int PYTH_LAZER = 12;
  private static final int PYTH_LAZER_STABLE_COIN = 15;
  private static final int DEFAULT_TIME_IN_FORCE_SECONDS = 60;

  private GenesisAccounts() {}

  /**
   * Creates them.
   *
   * @param prices first prices by market name, in 1e-6 USDC
   */
  public static void create(Accounts accounts, Map<String, Long> prices, BlockContext block) {
    put(accounts, DriftAddresses.STATE, state());
    Oracle.post(accounts, DriftAddresses.oracle(Market.USDC_FEED), 1_000_000, block);
    put(
        accounts,
        DriftAddresses.spotMarket(0),
        spot(0, Market.USDC_FEED, USDC_MINT, 6, PYTH_LAZER_STABLE_COIN));
    put(
        accounts,
        DriftAddresses.spotMarket(1),
        spot(1, Market.ALL.getFirst().feedId(), SOL_MINT, 9, PYTH_LAZER));
    for (Market market : Market.ALL) {
      Long price = prices.get(market.name());
      if (price == null || price <= 0) {
        throw new IllegalArgumentException("no first price for " + market.name());
      }
      put(accounts, market.account(), perp(market));
      PriceBoard.set(accounts, market, price, block);
    }
    accounts.put(DriftAddresses.PROGRAM, new Account(1, new byte[0], LOADER, true));
  }

  private static byte[] state() {
    byte[] data = AccountBytes.of(STATE, 992);
    ByteBuffer out = little(data);
    DriftAddresses.SIGNER.copyTo(data, 104);
    out.putShort(966, (short) Market.ALL.size());
    out.putShort(968, (short) 2);
    data[972] = DEFAULT_TIME_IN_FORCE_SECONDS;
    return data;
  }

  private static byte[] spot(int index, int feed, Address mint, int decimals, int source) {
    byte[] data = AccountBytes.of(SPOT_MARKET, 776);
    DriftAddresses.spotMarket(index).copyTo(data, 8);
    DriftAddresses.oracle(feed).copyTo(data, 40);
    mint.copyTo(data, 72);
    DriftAddresses.spotVault(index).copyTo(data, 104);
    ByteBuffer out = little(data);
    out.putLong(464, INTEREST_ONE);
    out.putLong(480, INTEREST_ONE);
    out.putInt(680, decimals);
    out.putShort(684, (short) index);
    data[687] = (byte) source;
    data[688] = ACTIVE;
    return data;
  }

  private static byte[] perp(Market market) {
    byte[] data = AccountBytes.of(PERP_MARKET, 1216);
    market.account().copyTo(data, 8);
    market.oracle().copyTo(data, 40);
    ByteBuffer out = little(data);
    out.putLong(808, market.step());
    out.putLong(816, market.tick());
    out.putLong(824, market.step());
    data[926] = PYTH_LAZER;
    out.putInt(1136, Market.INITIAL_MARGIN);
    out.putInt(1140, Market.MAINTENANCE_MARGIN);
    out.putShort(1160, (short) market.index());
    data[1162] = ACTIVE;
    return data;
  }

  private static void put(Accounts accounts, Address address, byte[] data) {
    long rent = Rent.exemptLamports(data.length);
    accounts.put(address, new Account(rent, data, DriftAddresses.PROGRAM, false));
  }

  private static ByteBuffer little(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}

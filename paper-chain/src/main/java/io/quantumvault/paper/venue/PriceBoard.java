package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Posts prices: the walk of each slot, and prices set by hand. */
public final class PriceBoard {
  private static final int LAST_ORACLE_PRICE = 72;

  private PriceBoard() {}

  /** Sets oracle and venue price of a market, in 1e-6 USDC. */
  public static void set(Accounts accounts, Market market, long price, BlockContext block) {
    Oracle.post(accounts, market.oracle(), price, block);
    Account account = accounts.get(market.account());
    byte[] data = account.data().clone();
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putLong(LAST_ORACLE_PRICE, price);
    accounts.put(market.account(), account.withData(data));
  }

  /**
   * One slot's prices, but for oracles that are frozen. The step of a market depends on seed, slot
   * and market alone, so that a restart walks the same way again.
   */
  public static void tick(Accounts accounts, VenueSettings settings, BlockContext block) {
    Oracle.post(accounts, DriftAddresses.oracle(Market.USDC_FEED), 1_000_000, block);
    VenueTerms terms = VenueTerms.of(accounts);
    for (Market market : Market.ALL) {
      if (terms.isFrozen(market)) {
        continue;
      }
      long price = Oracle.price(accounts, market.oracle());
      set(
          accounts,
          market,
          settings.pricesMove() ? step(price, market, settings, block) : price,
          block);
    }
  }

  private static long step(long price, Market market, VenueSettings settings, BlockContext block) {
    SplittableRandom random =
        new SplittableRandom(
            settings.walkSeed() * 0x9e3779b97f4a7c15L + block.slot() * 31 + market.index());
    long ppm = random.nextLong(-settings.walkStepPpm(), settings.walkStepPpm() + 1L);
    return Math.max(market.tick(), price + FixedPoint.mulDiv(price, ppm, 1_000_000));
  }
}

package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The parts of market and oracle accounts that orders and equity need. */
final class MarketAccounts {
  private static final int QUOTE_ASSET = 2;
  private static final int PYTH_LAZER = 12;
  private static final int PYTH_LAZER_STABLE_COIN = 15;
  private static final BigDecimal FIVE_BASIS_POINTS = new BigDecimal("0.0005");

  private MarketAccounts() {}

  /** A perp market. */
  record Perp(
      Address oracle,
      int oracleSource,
      BigDecimal step,
      BigDecimal tick,
      BigDecimal minimum,
      int marketIndex,
      int status,
      int quoteSpotMarket) {
    static final int SIZE = 1216;

    static Perp read(AccountData account) throws VenueUnreadableException {
      var in = AccountBytes.of(account, Discriminator.PERP_MARKET, SIZE);
      return new Perp(
          in.address(40),
          in.u8(926),
          in.unsignedDecimal(808, UserAccount.BASE_DECIMALS),
          in.unsignedDecimal(816, UserAccount.QUOTE_DECIMALS),
          in.unsignedDecimal(824, UserAccount.BASE_DECIMALS),
          in.u16(1160),
          in.u8(1162),
          in.u16(1166));
    }
  }

  /** A spot market. */
  record Spot(
      Address oracle,
      int oracleSource,
      BigInteger depositInterest,
      BigInteger borrowInterest,
      int decimals,
      int marketIndex) {
    static final int SIZE = 776;

    static Spot read(AccountData account) throws VenueUnreadableException {
      var in = AccountBytes.of(account, Discriminator.SPOT_MARKET, SIZE);
      long decimals = in.u32(680);
      if (decimals > 18) {
        throw new VenueUnreadableException("a token with " + decimals + " decimals");
      }
      return new Spot(
          in.address(40),
          in.u8(687),
          in.unsigned(464, 16),
          in.unsigned(480, 16),
          (int) decimals,
          in.u16(684));
    }

    /** Tokens of a scaled balance; negative for a borrow. */
    BigDecimal tokens(BigInteger scaledBalance, boolean borrow) {
      var interest = borrow ? borrowInterest : depositInterest;
      var tokens = new BigDecimal(scaledBalance.multiply(interest)).movePointLeft(19);
      return borrow ? tokens.negate() : tokens;
    }
  }

  /** A price as its oracle account holds it. */
  record Oracle(BigDecimal price, Instant publishedAt) {
    static final int SIZE = 48;

    /**
     * Reads an oracle of this source.
     *
     * @throws VenueUnreadableException for sources this adapter does not know, or a price that is
     *     not above zero
     */
    static Oracle read(AccountData account, int source) throws VenueUnreadableException {
      if (source != PYTH_LAZER && source != PYTH_LAZER_STABLE_COIN) {
        throw new VenueUnreadableException("unknown oracle source " + source);
      }
      var in = AccountBytes.of(account, Discriminator.PYTH_LAZER_ORACLE, SIZE);
      int exponent = in.i32(32);
      if (exponent > 0 || exponent < -18) {
        throw new VenueUnreadableException("an oracle exponent of " + exponent);
      }
      var price = in.decimal(8, -exponent);
      if (price.signum() <= 0) {
        throw new VenueUnreadableException("an oracle price that is not above zero");
      }
      // The program takes a stable coin at par while its price is that close to it.
      var closeEnough = in.unsignedDecimal(40, -exponent).min(FIVE_BASIS_POINTS);
      boolean atPar =
          source == PYTH_LAZER_STABLE_COIN
              && price.subtract(BigDecimal.ONE).abs().compareTo(closeEnough) <= 0;
      return new Oracle(
          atPar ? BigDecimal.ONE : price, Instant.EPOCH.plus(in.i64(16), ChronoUnit.MICROS));
    }

    /** Whether a source means the quote asset itself, whose price is one. */
    static boolean isQuote(int source) {
      return source == QUOTE_ASSET;
    }
  }
}

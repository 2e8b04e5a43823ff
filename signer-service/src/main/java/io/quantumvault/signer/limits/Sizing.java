package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.MALFORMED_INTENT;
import static io.quantumvault.signer.claim.RefusalReason.NOTHING_TO_CLOSE;
import static io.quantumvault.signer.claim.RefusalReason.POSITION_DIFFERS;
import static io.quantumvault.signer.claim.RefusalReason.SIZE_BELOW_MINIMUM;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount.Market;
import java.math.BigDecimal;

/**
 * What an order comes to on the account as it was read: which way it goes, how large it is in the
 * venue's steps, and whether it is an exit. What the stage says of that is only a claim.
 *
 * @param exit whether it can only bring the position nearer to zero; the venue is told so
 */
record Sizing(Side side, BigDecimal size, boolean exit) {

  /** What it may add to the position. */
  BigDecimal signed() {
    return size.multiply(BigDecimal.valueOf(side.sign()));
  }

  static Sizing of(Intent intent, Exposure exposure, Market market) throws Exceeded {
    return intent.onlyReduces()
        ? exit(intent, exposure.position(market.symbol()), market)
        : order(intent, exposure, market);
  }

  /**
   * The smaller of asked and held. Whatever rests or is on its way is not taken off: the venue
   * holds it to what is there when it trades.
   */
  private static Sizing exit(Intent intent, BigDecimal position, Market market) throws Exceeded {
    var side = sideOf(intent, position);
    var held = against(position, side) ? position.abs() : BigDecimal.ZERO;
    // No order of the venue is below its step, so nothing could ever close that.
    Exceeded.unless(
        held.compareTo(market.step()) >= 0,
        NOTHING_TO_CLOSE,
        true,
        "the position is "
            + position.toPlainString()
            + ", in steps of "
            + market.step().toPlainString());
    var asked = intent.wholePosition() ? held : wanted(intent).min(above(intent, position, market));
    var size = market.floorSize(asked);
    boolean exit = size.signum() > 0;
    minimum(exit, exit, asked, market);
    return sized(side, size, exit);
  }

  /** What an exit may take: all that is held, or what lies above the position it is to leave. */
  private static BigDecimal above(Intent intent, BigDecimal position, Market market)
      throws Exceeded {
    var bound = intent.positionBound();
    if (bound == null || bound.signum() != position.signum()) {
      return position.abs();
    }
    var above = position.abs().subtract(bound.abs());
    Exceeded.unless(
        above.compareTo(market.step()) >= 0,
        NOTHING_TO_CLOSE,
        true,
        "the position is "
            + position.toPlainString()
            + ", and "
            + bound.toPlainString()
            + " is to be left");
    return above;
  }

  private static Sizing order(Intent intent, Exposure exposure, Market market) throws Exceeded {
    var position = exposure.position(market.symbol());
    var side = sideOf(intent, position);
    var wanted = wanted(intent);
    var bound = intent.positionBound();
    var most = bound == null ? wanted : exposure.room(market.symbol(), side, bound);
    var size = market.floorSize(wanted.min(most));
    boolean exit =
        size.signum() > 0
            && against(position, side)
            && size.compareTo(exposure.left(market.symbol())) <= 0;
    if (bound != null) {
      Exceeded.unless(
          size.signum() > 0 || market.floorSize(wanted).signum() == 0,
          POSITION_DIFFERS,
          exit,
          "the position is "
              + position.toPlainString()
              + " and may end at "
              + bound.toPlainString()
              + ": "
              + wanted.toPlainString()
              + " would go beyond");
    }
    minimum(size.compareTo(market.minimumSize()) >= 0 && size.signum() > 0, exit, wanted, market);
    return sized(side, size, exit);
  }

  private static void minimum(boolean holds, boolean exit, BigDecimal asked, Market market)
      throws Exceeded {
    Exceeded.unless(
        holds,
        SIZE_BELOW_MINIMUM,
        exit,
        asked.toPlainString()
            + " in steps of "
            + market.step().toPlainString()
            + " is below the minimum of "
            + market.minimumSize().toPlainString());
  }

  /** Nothing is signed without a size, whatever the rules bind; nor a claim that does not hold. */
  private static Sizing sized(Side side, BigDecimal size, boolean exit) throws Exceeded {
    if (size.signum() <= 0) {
      throw new Exceeded(MALFORMED_INTENT, "an order of nothing");
    }
    return new Sizing(side, size, exit);
  }

  private static BigDecimal wanted(Intent intent) throws Exceeded {
    var wanted = intent.sizeBase();
    if (wanted == null || wanted.signum() <= 0) {
      throw new Exceeded(MALFORMED_INTENT, "an order without a size");
    }
    return wanted;
  }

  private static Side sideOf(Intent intent, BigDecimal position) {
    var side = intent.side();
    return side != null ? side : position.signum() > 0 ? Side.SELL : Side.BUY;
  }

  private static boolean against(BigDecimal position, Side side) {
    return position.signum() == -side.sign();
  }
}

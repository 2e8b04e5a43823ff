package io.quantumvault.paper.venue;

import java.nio.ByteBuffer;

/** One of a user's eight perp positions, seen through the account's bytes. */
public final class PerpPosition {
  static final int BYTES = 96;

  private final ByteBuffer account;
  private final int at;

  PerpPosition(ByteBuffer account, int at) {
    this.account = account;
    this.at = at;
  }

  public long base() {
    return account.getLong(at + 8);
  }

  public long quote() {
    return account.getLong(at + 16);
  }

  public long breakEven() {
    return account.getLong(at + 24);
  }

  public long entry() {
    return account.getLong(at + 32);
  }

  public long openBids() {
    return account.getLong(at + 40);
  }

  /** Negative or zero. */
  public long openAsks() {
    return account.getLong(at + 48);
  }

  public long settledPnl() {
    return account.getLong(at + 56);
  }

  public int marketIndex() {
    return account.getShort(at + 92) & 0xffff;
  }

  public int openOrders() {
    return account.get(at + 94) & 0xff;
  }

  /** Neither a position, nor unsettled profit, nor an order. */
  public boolean isFree() {
    return base() == 0 && quote() == 0 && openOrders() == 0;
  }

  /** base × price / 1e9 + quote. */
  public long unrealisedPnl(long price) {
    return Math.addExact(FixedPoint.value(base(), price), quote());
  }

  void open(int marketIndex) {
    account.put(at, new byte[BYTES]);
    account.putShort(at + 92, (short) marketIndex);
  }

  void addOrder(int direction, long base, boolean countsAsOpen) {
    account.put(at + 94, (byte) (openOrders() + 1));
    if (countsAsOpen) {
      addOpen(direction, base);
    }
  }

  void removeOrder(int direction, long base, boolean countedAsOpen) {
    account.put(at + 94, (byte) (openOrders() - 1));
    if (countedAsOpen) {
      addOpen(direction, -base);
    }
  }

  void addOpen(int direction, long base) {
    if (direction == OrderParams.Direction.LONG.code()) {
      account.putLong(at + 40, Math.addExact(openBids(), base));
    } else {
      account.putLong(at + 48, Math.subtractExact(openAsks(), base));
    }
  }

  /**
   * Books a fill. Realised profit stays in {@code quote} until it is settled; entry and break-even
   * shrink with the part that is closed and start anew when the position turns.
   */
  void trade(long baseDelta, long quoteDelta, long fee) {
    long base = base();
    long next = Math.addExact(base, baseDelta);
    account.putLong(at + 32, carried(entry(), base, baseDelta, quoteDelta));
    account.putLong(
        at + 24, Math.subtractExact(carried(breakEven(), base, baseDelta, quoteDelta), fee));
    account.putLong(at + 8, next);
    account.putLong(at + 16, Math.subtractExact(Math.addExact(quote(), quoteDelta), fee));
  }

  private static long carried(long amount, long base, long baseDelta, long quoteDelta) {
    if (base == 0 || Long.signum(base) == Long.signum(baseDelta)) {
      return Math.addExact(amount, quoteDelta);
    }
    long held = Math.abs(base);
    long traded = Math.abs(baseDelta);
    return traded <= held
        ? amount - FixedPoint.mulDiv(amount, traded, held)
        : quoteDelta - FixedPoint.mulDiv(quoteDelta, held, traded);
  }

  void fund(long payment) {
    account.putLong(at + 16, Math.addExact(quote(), payment));
    account.putLong(at + 24, Math.addExact(breakEven(), payment));
  }

  void settle(long pnl) {
    account.putLong(at + 16, Math.subtractExact(quote(), pnl));
    account.putLong(at + 56, Math.addExact(settledPnl(), pnl));
  }
}

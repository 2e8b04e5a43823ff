package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Drift trading account: a working copy of its 4376 bytes, read and changed in place. */
public final class UserAccount {
  public static final int BYTES = 4376;
  public static final String DISCRIMINATOR = "9f755fe3ef973aec";

  private static final int DELEGATE = 40;
  private static final int NAME = 72;
  private static final int SPOT = 104;
  private static final int PERP = 424;
  private static final int PERP_COUNT = 8;
  private static final int ORDERS = 1192;
  private static final int ORDER_COUNT = 32;
  private static final int TOTAL_DEPOSITS = 4272;
  private static final int SETTLED_PERP_PNL = 4296;
  private static final int PERP_FUNDING = 4312;
  private static final int LAST_ACTIVE_SLOT = 4328;
  private static final int NEXT_ORDER_ID = 4336;
  private static final int NEXT_LIQUIDATION_ID = 4344;
  private static final int SUB_ACCOUNT = 4346;
  private static final int STATUS = 4348;
  private static final int OPEN_ORDERS = 4351;
  private static final int HAS_OPEN_ORDER = 4352;

  /** USDC is kept in 1e-9 at interest 1.0, a thousandth of the token's unit. */
  private static final long SCALE = 1_000;

  private final byte[] bytes;
  private final ByteBuffer view;

  private UserAccount(byte[] bytes) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static UserAccount create(Address authority, int subAccount, byte[] name) {
    UserAccount user = new UserAccount(AccountBytes.of(DISCRIMINATOR, BYTES));
    authority.copyTo(user.bytes, 8);
    System.arraycopy(name, 0, user.bytes, NAME, 32);
    user.view.putInt(NEXT_ORDER_ID, 1);
    user.view.putShort(NEXT_LIQUIDATION_ID, (short) 1);
    user.view.putShort(SUB_ACCOUNT, (short) subAccount);
    return user;
  }

  /** Copies account data; whoever calls has checked {@link #isUser}. */
  public static UserAccount read(byte[] data) {
    return new UserAccount(data.clone());
  }

  public static boolean isUser(byte[] data) {
    return data.length == BYTES && AccountBytes.has(DISCRIMINATOR, data);
  }

  /** Whether these bytes have orders for a keeper to look at. */
  public static boolean hasOrders(byte[] data) {
    return data[OPEN_ORDERS] != 0;
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  public Address authority() {
    return Address.at(bytes, 8);
  }

  public Address delegate() {
    return Address.at(bytes, DELEGATE);
  }

  void delegate(Address delegate) {
    delegate.copyTo(bytes, DELEGATE);
  }

  public int subAccount() {
    return view.getShort(SUB_ACCOUNT) & 0xffff;
  }

  boolean maySign(Address signer) {
    boolean delegated = !delegate().equals(Address.of(new byte[Address.BYTES]));
    return signer.equals(authority()) || (delegated && signer.equals(delegate()));
  }

  /** USDC collateral in 1e-6; spot position 0 is always market 0 here. */
  public long collateral() {
    return view.getLong(SPOT) / SCALE;
  }

  boolean usesSpot() {
    return view.getLong(SPOT) != 0;
  }

  public void deposit(long amount, long slot) {
    view.putLong(SPOT, Math.addExact(view.getLong(SPOT), Math.multiplyExact(amount, SCALE)));
    view.putLong(SPOT + 24, Math.addExact(view.getLong(SPOT + 24), amount));
    view.putLong(TOTAL_DEPOSITS, Math.addExact(view.getLong(TOTAL_DEPOSITS), amount));
    active(slot);
  }

  void settle(PerpPosition position, long pnl) {
    view.putLong(SPOT, Math.addExact(view.getLong(SPOT), Math.multiplyExact(pnl, SCALE)));
    view.putLong(SETTLED_PERP_PNL, Math.addExact(view.getLong(SETTLED_PERP_PNL), pnl));
    position.settle(pnl);
  }

  /** Books a funding payment; below zero it was paid. */
  void fund(PerpPosition position, long payment) {
    view.putLong(PERP_FUNDING, Math.addExact(view.getLong(PERP_FUNDING), payment));
    position.fund(payment);
  }

  /** Counts a liquidation and leaves the account with this status: 0 sound, 2 bankrupt. */
  void liquidated(int status) {
    view.putShort(NEXT_LIQUIDATION_ID, (short) (view.getShort(NEXT_LIQUIDATION_ID) + 1));
    view.put(STATUS, (byte) status);
  }

  void active(long slot) {
    view.putLong(LAST_ACTIVE_SLOT, slot);
  }

  public int nextOrderId() {
    return view.getInt(NEXT_ORDER_ID);
  }

  /** Uses up an order id; after the largest it starts again at 1. */
  int takeOrderId() {
    int id = nextOrderId();
    view.putInt(NEXT_ORDER_ID, id == -1 ? 1 : id + 1);
    return id;
  }

  public Stream<PerpPosition> positions() {
    return IntStream.range(0, PERP_COUNT)
        .mapToObj(i -> new PerpPosition(view, PERP + i * PerpPosition.BYTES));
  }

  public Optional<PerpPosition> position(int marketIndex) {
    return positions().filter(p -> !p.isFree() && p.marketIndex() == marketIndex).findFirst();
  }

  /** The market's position, or a free one set up for it; empty when all eight are taken. */
  Optional<PerpPosition> positionOrFree(int marketIndex) {
    Optional<PerpPosition> held = position(marketIndex);
    if (held.isPresent()) {
      return held;
    }
    Optional<PerpPosition> free = positions().filter(PerpPosition::isFree).findFirst();
    free.ifPresent(p -> p.open(marketIndex));
    return free;
  }

  public Stream<OrderSlot> orders() {
    return IntStream.range(0, ORDER_COUNT)
        .mapToObj(i -> new OrderSlot(view, ORDERS + i * OrderSlot.BYTES));
  }

  public Stream<OrderSlot> openOrders() {
    return orders().filter(OrderSlot::isOpen);
  }

  void countOrder(int change) {
    int count = view.get(OPEN_ORDERS) + change;
    view.put(OPEN_ORDERS, (byte) count);
    view.put(HAS_OPEN_ORDER, (byte) (count > 0 ? 1 : 0));
  }

  /** Takes an order off the book, filled or not. */
  void close(OrderSlot order) {
    PerpPosition position =
        position(order.marketIndex())
            .orElseThrow(() -> new IllegalStateException("an order without its position"));
    position.removeOrder(order.direction(), order.base() - order.filled(), !order.awaitsTrigger());
    order.free();
    countOrder(-1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserAccount that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}

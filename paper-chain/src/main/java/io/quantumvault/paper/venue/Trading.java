package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;
import java.util.List;
import java.util.Optional;

/** Orders that come in by transaction. */
final class Trading {
  private static final int PARTIAL_FILL = 1;
  private static final int FULL_FILL = 2;

  private final VenueSettings settings;

  Trading(VenueSettings settings) {
    this.settings = settings;
  }

  void place(DriftInstruction.PlacePerpOrder place, Instruction on)
      throws InstructionFailedException {
    placeAll(new DriftInstruction.PlaceOrders(List.of(place.params())), on);
  }

  void placeAll(DriftInstruction.PlaceOrders place, Instruction on)
      throws InstructionFailedException {
    DriftAccounts.requireState(on, 0);
    Gates.requireOpen(on);
    UserAccount user = DriftAccounts.tradableUser(on, 1, 2);
    RemainingAccounts remaining = RemainingAccounts.after(on, 3);
    boolean increasing = false;
    for (OrderParams params : place.params()) {
      if (params.immediateOrCancel()) {
        throw InstructionFailedException.custom(DriftErrors.INVALID_IOC);
      }
      Optional<OrderPlacement.Placed> placed = one(user, params, remaining, on);
      increasing |= placed.isPresent() && placed.get().riskIncreasing();
    }
    requireMargin(user, increasing, on);
    DriftAccounts.save(on, 1, user);
  }

  void placeAndTake(DriftInstruction.PlaceAndTakePerpOrder take, Instruction on)
      throws InstructionFailedException {
    OrderParams params = take.params();
    DriftAccounts.requireState(on, 0);
    Gates.requireFillsOpen(on);
    UserAccount user = DriftAccounts.tradableUser(on, 1, 3);
    if (!UserSetup.isStatsOf(on, 2, user.authority())) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_RAW);
    }
    DriftAccounts.requireWritable(on, 2);
    if (params.postOnly() != OrderParams.PostOnly.NONE) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_POST_ONLY);
    }
    RemainingAccounts remaining = RemainingAccounts.after(on, 4);
    remaining.requirePerp(params.marketIndex());
    remaining.requireWritable(params.marketIndex());
    long filled = 0;
    boolean whole = false;
    Optional<OrderPlacement.Placed> placed = one(user, params, remaining, on);
    if (placed.isPresent()) {
      requireMargin(user, placed.get().riskIncreasing(), on);
      OrderSlot order = placed.get().order();
      long wanted = order.base();
      filled = taken(user, order, on);
      whole = filled == wanted;
      if (order.isOpen() && order.immediateOrCancel()) {
        user.close(order);
      }
    }
    requireSuccess(take, filled, whole);
    DriftAccounts.save(on, 1, user);
  }

  private long taken(UserAccount user, OrderSlot order, Instruction on)
      throws InstructionFailedException {
    Market market = RemainingAccounts.market(order.marketIndex());
    Gates.requireFilling(market, on);
    if (!Gates.isFresh(market, on.accounts(), on.block())) {
      on.log("oracle is stale, not filling");
      return 0;
    }
    return new Fills(settings).fill(user, order, quote(market.index(), on), on.accounts());
  }

  void settle(DriftInstruction.SettlePnl settle, Instruction on) throws InstructionFailedException {
    DriftAccounts.requireState(on, 0);
    Gates.requireSettlingOpen(on);
    UserAccount user = DriftAccounts.user(on, 1);
    DriftAccounts.requireSigner(on, 2);
    RemainingAccounts.after(on, 4).requireFor(user, settle.marketIndex());
    PerpPosition position =
        user.position(settle.marketIndex())
            .orElseThrow(
                () -> InstructionFailedException.custom(DriftErrors.NO_POSITION_IN_MARKET));
    long pnl = position.unrealisedPnl(quote(settle.marketIndex(), on).oracle());
    if (pnl + user.collateral() < 0) {
      throw InstructionFailedException.custom(DriftErrors.INSUFFICIENT_COLLATERAL_FOR_SETTLING);
    }
    user.settle(position, pnl);
    DriftAccounts.save(on, 1, user);
  }

  private Optional<OrderPlacement.Placed> one(
      UserAccount user, OrderParams params, RemainingAccounts remaining, Instruction on)
      throws InstructionFailedException {
    remaining.requireFor(user, params.marketIndex());
    Market market = RemainingAccounts.market(params.marketIndex());
    Gates.requirePlacing(market, on);
    if (rejected(user, on)) {
      return Optional.empty();
    }
    Optional<OrderPlacement.Placed> placed =
        OrderPlacement.place(user, params, quote(market.index(), on), market, on.block());
    if (placed.isEmpty()) {
      on.log("order has no effect, skipping");
    } else if (placed.get().riskIncreasing()) {
      Gates.requireAddingRisk(market, on);
    }
    return placed;
  }

  private static boolean rejected(UserAccount user, Instruction on) {
    VenueTerms terms = VenueTerms.of(on.accounts());
    if (terms.rejectedOrders() == 0) {
      return false;
    }
    terms.withRejectedOrders(terms.rejectedOrders() - 1).keepIn(on.accounts());
    user.takeOrderId();
    on.log("order was rejected");
    return true;
  }

  private static void requireMargin(UserAccount user, boolean increasing, Instruction on)
      throws InstructionFailedException {
    if (increasing && !Margin.coversInitial(user, index -> price(index, on))) {
      throw InstructionFailedException.custom(DriftErrors.INSUFFICIENT_COLLATERAL);
    }
  }

  private static void requireSuccess(
      DriftInstruction.PlaceAndTakePerpOrder take, long filled, boolean whole)
      throws InstructionFailedException {
    int wanted = take.success() == null ? 0 : take.success() & 0xff;
    if ((wanted == PARTIAL_FILL && filled == 0) || (wanted == FULL_FILL && !whole)) {
      throw InstructionFailedException.custom(DriftErrors.TAKE_CONDITION_FAILED);
    }
  }

  private Quote quote(int marketIndex, Instruction on) throws InstructionFailedException {
    Market market = RemainingAccounts.market(marketIndex);
    return Quote.around(price(marketIndex, on), market, settings);
  }

  private static long price(int marketIndex, Instruction on) {
    return Oracle.price(on.accounts(), Market.at(marketIndex).orElseThrow().oracle());
  }
}

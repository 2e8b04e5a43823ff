package io.quantumvault.policy.decision;

import io.quantumvault.policy.decision.Decision.Approved;
import io.quantumvault.policy.decision.Decision.RefusedPart;
import io.quantumvault.policy.decision.Decision.Rejected;
import io.quantumvault.policy.decision.Wanted.Closing;
import io.quantumvault.policy.decision.Wanted.Opening;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decision itself: a pure function of its request. What an alert wants is worked out on what is
 * held; then every rule that binds such an order is asked, and every applicable reason given, in
 * the order of {@link Reason}. Whatever cannot be known counts against an entry, and not against an
 * exit. Rule: the page docs/policy.md.
 */
public final class Decider {
  private static final int PRICE_PLACES = 9;

  private final DecisionRequest request;
  private final Alert alert;
  private final @Nullable Limits limits;
  private final Wish wish;

  private Decider(DecisionRequest request) {
    this.request = request;
    this.alert = request.alert();
    var grant = request.standing().grant();
    this.limits = grant == null ? null : grant.limits();
    this.wish =
        new Wish(request, limits == null ? PositionMode.NEVER_BEYOND : limits.positionMode());
  }

  /** Approves what of the alert may be sent, or says everything that speaks against it. */
  public static Decision decide(DecisionRequest request) {
    return new Decider(request).decide();
  }

  private Decision decide() {
    return switch (wish.wanted()) {
      case Wanted.Nothing nothing -> nothing(nothing);
      case Wanted.CancelEntries cancel -> decided(exitRefusals(), List.of(cancel()), List.of());
      case Wanted.Orders(var closing, var opening) when closing == null ->
          opening(Objects.requireNonNull(opening));
      case Wanted.Orders(var closing, var opening) when opening == null ->
          decided(exitRefusals(), List.of(order(closing, Part.WHOLE)), List.of());
      case Wanted.Orders(var closing, var opening) -> flip(closing, opening);
    };
  }

  private Decision nothing(Wanted.Nothing nothing) {
    var refusals = new Refusals(wish.meansExit());
    Rules.check(Candidate.none(request, wish.meansExit()), refusals);
    refusals.addInAnyCase(nothing.rule(), nothing.detail());
    return rejected(refusals.sorted(), wish.meansExit());
  }

  private Decision opening(Opening opening) {
    var refusals = entryRefusals(Candidate.entry(request, opening, Candidate.exposure(request)));
    return refusals.isEmpty()
        ? approved(List.of(order(opening, Part.WHOLE)), List.of())
        : rejected(refusals, false);
  }

  /** The exit stands whatever becomes of the rest. */
  private Decision flip(Closing closing, Opening opening) {
    var first = order(closing, Part.CLOSING);
    var exposure = Candidate.exposure(request).with(Objects.requireNonNull(first.reservation()));
    var refusals = flipRefusals(opening, exposure);
    return refusals.isEmpty()
        ? decided(exitRefusals(), List.of(first, order(opening, Part.OPENING)), List.of())
        : decided(exitRefusals(), List.of(first), List.of(new RefusedPart(Part.OPENING, refusals)));
  }

  private List<Refusal> flipRefusals(Opening opening, Exposure exposure) {
    if (alert.type().mayRest()) {
      return List.of(
          new Refusal(
              Reason.POSITION_DIFFERS,
              "what opens behind a limit order that closes would find the account not flat"));
    }
    return entryRefusals(Candidate.turning(request, opening, exposure));
  }

  private List<Refusal> exitRefusals() {
    var refusals = new Refusals(true);
    Rules.check(Candidate.exit(request), refusals);
    return refusals.sorted();
  }

  private List<Refusal> entryRefusals(Candidate entry) {
    var refusals = new Refusals(false);
    Rules.check(entry, refusals);
    return refusals.sorted();
  }

  private Decision decided(
      List<Refusal> refusals, List<Order> orders, List<RefusedPart> refusedParts) {
    return refusals.isEmpty() ? approved(orders, refusedParts) : rejected(refusals, true);
  }

  private Decision approved(List<Order> orders, List<RefusedPart> refusedParts) {
    return new Approved(orders, refusedParts, List.copyOf(wish.notices()));
  }

  private Decision rejected(List<Refusal> refusals, boolean exit) {
    return new Rejected(refusals, List.copyOf(wish.notices()), exit);
  }

  private Order order(Closing closing, Part part) {
    boolean all = alert.action() == Action.SYNC || (closing.whole() && part == Part.WHOLE);
    return new Order(
        alert.market(),
        part,
        alert.action() == Action.SYNC ? side(closing.direction()) : alert.action(),
        alert.type(),
        closing.direction(),
        closing.size(),
        limitPrice(),
        true,
        closing.whole(),
        all,
        slippage(limits == null ? 0 : limits.exitSlippageBps()),
        closing.bound(),
        null,
        null,
        deadline());
  }

  private Order order(Opening opening, Part part) {
    var terms = Objects.requireNonNull(limits, "no entry is approved without limits");
    return new Order(
        alert.market(),
        part,
        side(opening.direction()),
        alert.type(),
        opening.direction(),
        Objects.requireNonNull(opening.size(), "no entry is approved without a price"),
        limitPrice(),
        false,
        false,
        alert.action() == Action.SYNC && part == Part.WHOLE,
        slippage(terms.maxSlippageBps()),
        opening.bound(),
        alert.stopLoss(),
        alert.takeProfit(),
        deadline());
  }

  private Order cancel() {
    return new Order(
        alert.market(),
        Part.WHOLE,
        Action.CANCEL,
        alert.type(),
        null,
        null,
        null,
        false,
        false,
        true,
        0,
        null,
        null,
        null,
        deadline());
  }

  private static Action side(@Nullable Direction direction) {
    return switch (direction) {
      case null -> Action.CLOSE;
      case LONG -> Action.BUY;
      case SHORT -> Action.SELL;
    };
  }

  private @Nullable BigDecimal limitPrice() {
    // Finer than any venue's tick; the signer rounds to that one for the order's good.
    return alert.type() == OrderType.LIMIT && alert.limitPrice() != null
        ? alert.limitPrice().setScale(PRICE_PLACES, RoundingMode.HALF_EVEN)
        : null;
  }

  private int slippage(int most) {
    return alert.slippageBps() == null ? most : Math.min(alert.slippageBps(), most);
  }

  private Instant deadline() {
    return alert.alertTime().plus(Rules.OLDEST_ALERT);
  }
}

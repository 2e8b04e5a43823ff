package io.quantumvault.policy.upkeep;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.Pursuit;
import io.quantumvault.policy.book.Pursuit.Cause;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Part;
import io.quantumvault.policy.decision.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a bot needs done although no alert asks for it: the next attempt of an exit that
 * missed, the closes of a FLATTEN stop, and the cancelling of orders that have lost their reason.
 * Pure but for the book, in which it starts and ends pursuits. Rule: the page docs/policy.md,
 * "Getting out always works".
 */
public final class Upkeep {
  /** An intent may be signed for so long. */
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Standing standing;
  private final GrantTerms grant;
  private final Limits limits;
  private final BotBook book;
  private final Instant now;
  private final List<Due> due = new ArrayList<>();

  private Upkeep(Standing standing, GrantTerms grant, Limits limits, BotBook book, Instant now) {
    this.standing = standing;
    this.grant = grant;
    this.limits = limits;
    this.book = book;
    this.now = now;
  }

  /** One thing to be done now. */
  public sealed interface Due {
    /** The next attempt of an exit. */
    record Attempt(Pursuit pursuit, int number, Order order) implements Due {}

    /** Resting orders that have lost their reason go. */
    record Tidy(Order order) implements Due {}

    /** An exit had all its attempts or its time and is not done: somebody must look. */
    record GivenUp(String market, Pursuit pursuit) implements Due {}
  }

  /** What is due for a bot; nothing where nothing may be signed for it. */
  public static List<Due> of(Standing standing, BotBook book, Instant now) {
    var grant = standing.grant();
    if (grant == null || grant.limits() == null || !mayExit(standing, grant, now)) {
      return givenUp(book);
    }
    var upkeep = new Upkeep(standing, grant, grant.limits(), book, now);
    upkeep.flatten();
    upkeep.attempts();
    upkeep.tidy();
    return upkeep.due;
  }

  /**
   * An alert's exit that a freeze or the end of its grant met is over: it must not be sent when
   * somebody gives execution back, hours or days later.
   */
  private static List<Due> givenUp(BotBook book) {
    var due = new ArrayList<Due>();
    for (var one : List.copyOf(book.pursuits().entrySet())) {
      var pursuit = one.getValue();
      if (pursuit.cause() instanceof Cause.OfSignal && pursuit.current() == null) {
        book.put(one.getKey(), null);
        due.add(new Due.GivenUp(one.getKey(), pursuit));
      }
    }
    return due;
  }

  /** Whether a bot has anything that time alone may make due. */
  public static boolean waits(Standing standing, BotBook book) {
    return standing.flattening() != null || !book.pursuits().isEmpty();
  }

  private static boolean mayExit(Standing standing, GrantTerms grant, Instant now) {
    return standing.known()
        && !standing.globallyFrozen()
        && !standing.frozen()
        && grant.ownerSigned()
        && !grant.ended()
        && !now.isBefore(grant.startsAt())
        && now.isBefore(grant.exitsEndAt());
  }

  /** A FLATTEN stop pursues every position until it is gone; its end ends that. */
  private void flatten() {
    var stop = standing.flattening();
    for (var one : List.copyOf(book.pursuits().entrySet())) {
      if (one.getValue().cause() instanceof Cause.OfStop(var stopId) && !stopId.equals(stop)) {
        book.put(one.getKey(), null);
      }
    }
    var account = book.account();
    if (stop == null || account == null) {
      return;
    }
    account
        .positions()
        .forEach((market, base) -> {
          var running = book.pursuits().get(market);
          if (base.signum() != 0
              && (running == null || !(running.cause() instanceof Cause.OfStop))) {
            var direction = base.signum() > 0 ? Direction.SHORT : Direction.LONG;
            book.put(
                market,
                new Pursuit(
                    new Cause.OfStop(stop),
                    -1,
                    null,
                    direction,
                    null,
                    limits.exitSlippageBps(),
                    now));
          }
        });
  }

  private void attempts() {
    for (var one : List.copyOf(book.pursuits().entrySet())) {
      var market = one.getKey();
      var pursuit = one.getValue();
      boolean ofSignal = pursuit.cause() instanceof Cause.OfSignal;
      if (ofSignal ? book.done(market, pursuit) : book.flat(market)) {
        if (ofSignal && pursuit.current() == null) {
          book.put(market, null);
        }
      } else if (pursuit.due(now) && pursuit.exhausted(now)) {
        book.put(market, null);
        due.add(new Due.GivenUp(market, pursuit));
      } else if (pursuit.due(now)) {
        due.add(new Due.Attempt(pursuit, pursuit.attempt() + 1, exit(market, pursuit)));
      }
    }
  }

  private Order exit(String market, Pursuit pursuit) {
    var account = book.account();
    var held = account == null ? BigDecimal.ZERO : account.position(market);
    boolean whole = pursuit.left() == null;
    boolean ofStop = pursuit.cause() instanceof Cause.OfStop;
    // What an alert wanted closed stays what it was; a stop closes whatever there is by now.
    var direction =
        whole && held.signum() != 0 && (ofStop || pursuit.direction() == null)
            ? (held.signum() > 0 ? Direction.SHORT : Direction.LONG)
            : pursuit.direction();
    var part =
        pursuit.cause() instanceof Cause.OfSignal(_, var number, _, _)
            ? Part.values()[number]
            : Part.WHOLE;
    return order(
        market,
        part,
        Action.CLOSE,
        direction,
        whole ? held.abs() : Objects.requireNonNull(pursuit.left()),
        whole,
        whole && part == Part.WHOLE,
        pursuit.slippageBps());
  }

  /**
   * Stops and targets of a position that is gone, and entries that nothing allows any more. Asked
   * again when a minute later they still rest.
   */
  private void tidy() {
    var account = book.account();
    if (account == null) {
      return;
    }
    var markets = new TreeSet<String>();
    account.openOrders().forEach(order -> markets.add(order.market()));
    for (var market : markets) {
      var last = book.tidiedAt(market);
      if (last != null && now.isBefore(last.plus(DEADLINE))) {
        continue;
      }
      if (entriesGo(account) && rests(account, market, false)) {
        due.add(new Due.Tidy(cancel(market, true)));
      } else if (book.flat(market) && rests(account, market, true)) {
        due.add(new Due.Tidy(cancel(market, false)));
      }
    }
  }

  private boolean entriesGo(Account account) {
    var today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    return standing.reduceOnly()
        || standing.flattening() != null
        || !now.isBefore(grant.expiresAt())
        || account.lossOn(today).compareTo(limits.dailyLossLimitUsd()) >= 0;
  }

  private static boolean rests(Account account, String market, boolean reduceOnly) {
    return account.openOrders().stream()
        .anyMatch(order -> order.market().equals(market) && order.reduceOnly() == reduceOnly);
  }

  private Order cancel(String market, boolean entries) {
    return order(market, Part.WHOLE, Action.CANCEL, null, null, false, entries, 0);
  }

  private Order order(
      String market,
      Part part,
      Action action,
      @Nullable Direction direction,
      @Nullable BigDecimal size,
      boolean whole,
      boolean cancelsEntries,
      int slippageBps) {
    return new Order(
        market,
        part,
        action,
        OrderType.MARKET,
        direction,
        size,
        null,
        action != Action.CANCEL,
        whole,
        cancelsEntries,
        slippageBps,
        null,
        null,
        null,
        now.plus(DEADLINE));
  }
}

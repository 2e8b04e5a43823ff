package io.quantumvault.policy.inbound;

import io.quantumvault.policy.book.ExecutionStep;
import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.schemas.v1.AccountObserved;
import io.quantumvault.schemas.v1.AccountState;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code executions-v1}. */
public final class ExecutionReader {
  /** Refusals that the next attempt may not meet again; the names are the signer's. */
  private static final Set<String> PASSING =
      Set.of(
          "DEADLINE_PASSED",
          "BUSY",
          "STATE_BEHIND",
          "CHAIN_UNAVAILABLE",
          "LEDGER_UNAVAILABLE",
          "VENUE_UNREADABLE",
          "ORACLE_STALE",
          "INTERNAL",
          "KEY_UNAVAILABLE",
          "EXIT_PACE",
          "GRANT_CHANGED",
          "POLICY_CHANGED");

  private ExecutionReader() {}

  /** What the record says. */
  public sealed interface ReadExecution {
    /** One step of an intent. */
    record Step(ExecutionStep step) implements ReadExecution {}

    /** A reading of a bot's account without a trade. */
    record Observation(UUID botId, Account account) implements ReadExecution {}

    /** A reading before the day's opening equity is known: no loss can be told from it. */
    record WithoutOpening() implements ReadExecution {}
  }

  /** The record of a wallet, if every field that limits depend on can be read. */
  public static ReadExecution read(String wallet, byte @Nullable [] value) throws UnreadableRecord {
    var record = Fields.message(ExecutionRecord.parser(), value);
    return switch (record.getRecordCase()) {
      case EXECUTION -> step(wallet, record.getExecution());
      case ACCOUNT -> observation(wallet, record.getAccount());
      case RECORD_NOT_SET -> throw new UnreadableRecord("neither a step nor a reading");
    };
  }

  /**
   * Whether the record tells of a forgery that named no wallet: it changes nothing for anybody, and
   * a forger must not stop the stage.
   */
  public static boolean isOfNobody(byte @Nullable [] value) {
    try {
      var record = Fields.message(ExecutionRecord.parser(), value);
      return record.hasExecution() && record.getExecution().hasUnverified();
    } catch (UnreadableRecord e) {
      return false;
    }
  }

  private static ReadExecution observation(String wallet, AccountObserved observed)
      throws UnreadableRecord {
    same(wallet, observed.getAgentWallet());
    var botId = Fields.id("bot id", observed.getBotId());
    return hasOpening(observed.getAccount())
        ? new ReadExecution.Observation(botId, account(observed.getAccount()))
        : new ReadExecution.WithoutOpening();
  }

  private static ReadExecution step(String wallet, ExecutionEvent event) throws UnreadableRecord {
    same(wallet, event.getAgentWallet());
    return new ReadExecution.Step(
        switch (event.getKindCase()) {
          case AWAITING_OWNER, SIGNED, SUBMITTED ->
              named(event, Outcome.UNDER_WAY, 0, BigDecimal.ZERO, null);
          case OUTCOME_UNKNOWN -> named(event, Outcome.UNKNOWN, 0, BigDecimal.ZERO, null);
          case REFUSED -> {
            boolean passing = PASSING.contains(event.getRefused().getReason());
            var outcome = passing ? Outcome.MISSED : Outcome.VOID;
            yield named(event, outcome, 0, BigDecimal.ZERO, null);
          }
          case EXPIRED -> named(event, Outcome.MISSED, 0, BigDecimal.ZERO, null);
          case FAILED -> {
            var failed = event.getFailed();
            var account = failed.hasAccount() ? failed.getAccount() : null;
            yield named(event, Outcome.MISSED, failed.getSlot(), BigDecimal.ZERO, account);
          }
          case CONFIRMED -> {
            var confirmed = event.getConfirmed();
            var account = confirmed.hasAccount() ? confirmed.getAccount() : null;
            var filled = filled(confirmed);
            yield named(event, Outcome.CONFIRMED, confirmed.getSlot(), filled, account);
          }
          case UNVERIFIED ->
              new ExecutionStep(
                  null, null, Outcome.VOID, sequence(event), 0, BigDecimal.ZERO, null);
          case KIND_NOT_SET -> throw new UnreadableRecord("unknown kind");
        });
  }

  /** What the position moved by; null where nobody could tell. */
  private static @Nullable BigDecimal filled(ExecutionEvent.Confirmed confirmed)
      throws UnreadableRecord {
    return Fields.optionalDecimal("filled", confirmed.getEffect().getFilledBase());
  }

  private static ExecutionStep named(
      ExecutionEvent event,
      Outcome outcome,
      long slot,
      @Nullable BigDecimal filled,
      @Nullable AccountState account)
      throws UnreadableRecord {
    return new ExecutionStep(
        Fields.id("intent id", event.getIntentId()),
        Fields.id("bot id", event.getBotId()),
        outcome,
        sequence(event),
        Fields.count("slot", slot),
        filled,
        account != null && hasOpening(account) ? account(account) : null);
  }

  private static long sequence(ExecutionEvent event) throws UnreadableRecord {
    return Fields.count("sequence", event.getSequence());
  }

  private static boolean hasOpening(AccountState state) {
    return !state.getOpeningEquityUsd().isEmpty();
  }

  private static void same(String wallet, String named) throws UnreadableRecord {
    if (!named.equals(wallet)) {
      throw new UnreadableRecord("the key is not the record's wallet");
    }
  }

  private static Account account(AccountState state) throws UnreadableRecord {
    var positions = new TreeMap<String, BigDecimal>();
    for (var position : state.getPositionsList()) {
      var base = Fields.decimal("position", position.getBase());
      if (positions.put(position.getMarket(), base) != null) {
        throw new UnreadableRecord("two positions in one market");
      }
    }
    return new Account(
        Fields.count("slot", state.getSlot()),
        Fields.time("observation time", state.getObservedAtMs()),
        Fields.decimal("equity", state.getEquityUsd()),
        positions,
        openOrders(state),
        Fields.day("day", state.getDay()),
        Fields.decimal("opening equity", state.getOpeningEquityUsd()),
        state.getNetDepositsUsd().isEmpty()
            ? BigDecimal.ZERO
            : Fields.decimal("net deposits", state.getNetDepositsUsd()),
        Fields.count("fee balance", state.getFeeBalanceLamports()));
  }

  private static List<OpenOrder> openOrders(AccountState state) throws UnreadableRecord {
    var orders = new ArrayList<OpenOrder>();
    for (var order : state.getOpenOrdersList()) {
      var remaining = Fields.decimal("remaining size", order.getRemainingBase());
      if (remaining.signum() < 0) {
        throw new UnreadableRecord("an open order of a negative size");
      }
      var direction =
          switch (order.getDirection()) {
            case DIRECTION_LONG -> Direction.LONG;
            case DIRECTION_SHORT -> Direction.SHORT;
            case DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
                throw new UnreadableRecord("unknown direction");
          };
      orders.add(
          new OpenOrder(
              order.getMarket(),
              Integer.toUnsignedLong(order.getOrderId()),
              direction,
              remaining,
              order.getReduceOnly(),
              !order.getTriggerPrice().isEmpty()));
    }
    return orders;
  }
}

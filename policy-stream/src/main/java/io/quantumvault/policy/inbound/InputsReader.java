package io.quantumvault.policy.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Quote;
import io.quantumvault.policy.decision.Reservation;
import io.quantumvault.policy.decision.SeenBefore;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.PendingLooked;
import io.quantumvault.schemas.v1.PriceLooked;
import io.quantumvault.schemas.v1.StandingLooked;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a decision looked at, so that it can be asked again: years later it is the same. */
public final class InputsReader {
  private InputsReader() {}

  /**
   * The request that was decided.
   *
   * @throws UnreadableRecord if a part of it is not as the stage writes it
   */
  public static DecisionRequest read(Alert alert, DecisionInputs inputs) throws UnreadableRecord {
    var quotes = new HashMap<String, Quote>();
    for (var price : inputs.getPricesList()) {
      quotes.put(price.getMarket(), quote(price));
    }
    var reservations = new ArrayList<Reservation>();
    var orders = new ArrayList<OpenOrder>();
    for (var pending : inputs.getPendingList()) {
      if (pending.getInFlight()) {
        reservations.add(reservation(pending));
      } else {
        orders.add(order(pending));
      }
    }
    var memory = inputs.getMemory();
    return new DecisionRequest(
        Fields.time("time of the decision", inputs.getNowMs()),
        alert,
        standing(inputs),
        new SeenBefore(
            memory.getNonceSeen(),
            memory.getContentSeen(),
            memory.getBeyondMemory(),
            memory.getOvertaken()),
        new Activity(
            inputs.getOrdersLastMinute(), inputs.getExitsLastMinute(), inputs.getOrdersToday()),
        new Entries(
            inputs.getEntriesOfPosition(),
            inputs.getLastEntryAtMs() == 0
                ? null
                : Instant.ofEpochMilli(inputs.getLastEntryAtMs())),
        quotes,
        account(inputs, orders),
        reservations);
  }

  private static Standing standing(DecisionInputs inputs) throws UnreadableRecord {
    var looked = inputs.getStanding();
    UUID flattening =
        looked.getFlattening().isEmpty() ? null : Fields.id("stop id", looked.getFlattening());
    return new Standing(
        looked.getKnown(),
        looked.getGloballyFrozen(),
        looked.getFrozen(),
        looked.getReduceOnly(),
        flattening,
        Fields.count("state version", inputs.getStateVersion()),
        looked.getGrantId().isEmpty() ? null : grant(inputs, looked));
  }

  private static GrantTerms grant(DecisionInputs inputs, StandingLooked looked)
      throws UnreadableRecord {
    return new GrantTerms(
        Fields.id("grant id", looked.getGrantId()),
        Fields.time("grant start", looked.getStartsAtMs()),
        Fields.time("grant expiry", looked.getExpiresAtMs()),
        looked.getEnded(),
        inputs.getPolicyVersion(),
        HexFormat.of().formatHex(inputs.getPolicySha256().toByteArray()),
        inputs.getPolicy().toStringUtf8(),
        LimitsReader.read(inputs.getPolicy().toStringUtf8().getBytes(UTF_8)),
        looked.getOwnerSigned());
  }

  private static @Nullable Account account(DecisionInputs inputs, List<OpenOrder> orders)
      throws UnreadableRecord {
    if (inputs.getEquityUsd().isEmpty()) {
      return null;
    }
    var positions = new TreeMap<String, BigDecimal>();
    for (var held : inputs.getPositionsList()) {
      positions.put(held.getMarket(), Fields.decimal("position", held.getBase()));
    }
    return new Account(
        Fields.count("slot", inputs.getAccountSlot()),
        Fields.time("observation time", inputs.getAccountObservedAtMs()),
        Fields.decimal("equity", inputs.getEquityUsd()),
        positions,
        orders,
        Fields.day("day", inputs.getDay()),
        Fields.decimal("opening equity", inputs.getOpeningEquityUsd()),
        Fields.decimal("net deposits", inputs.getNetDepositsUsd()),
        Fields.count("fee balance", inputs.getFeeBalanceLamports()));
  }

  private static Quote quote(PriceLooked price) throws UnreadableRecord {
    return new Quote(
        Fields.decimal("price", price.getPrice()),
        Fields.count("slot", price.getSlot()),
        Fields.time("publish time", price.getPublishedAtMs()),
        Fields.time("observation time", price.getObservedAtMs()),
        Fields.optionalDecimal("confidence", price.getConfidence()),
        price.getDoubtful(),
        Fields.optionalDecimal("step", price.getStep()));
  }

  private static Reservation reservation(PendingLooked pending) throws UnreadableRecord {
    return new Reservation(
        pending.getMarket(),
        direction(pending),
        Fields.decimal("pending size", pending.getBase()),
        pending.getReduceOnly(),
        pending.getRests());
  }

  private static OpenOrder order(PendingLooked pending) throws UnreadableRecord {
    var direction = direction(pending);
    if (direction == null) {
      throw new UnreadableRecord("an open order without a direction");
    }
    return new OpenOrder(
        pending.getMarket(),
        Integer.toUnsignedLong(pending.getOrderId()),
        direction,
        Fields.decimal("remaining size", pending.getBase()),
        pending.getReduceOnly(),
        pending.getTrigger());
  }

  private static @Nullable Direction direction(PendingLooked pending) throws UnreadableRecord {
    return switch (pending.getDirection()) {
      case DIRECTION_LONG -> Direction.LONG;
      case DIRECTION_SHORT -> Direction.SHORT;
      case DIRECTION_UNSPECIFIED -> null;
      case UNRECOGNIZED -> throw new UnreadableRecord("unknown direction");
    };
  }
}

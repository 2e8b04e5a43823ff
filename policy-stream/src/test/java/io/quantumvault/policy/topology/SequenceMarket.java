package io.quantumvault.policy.topology;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.v1.AccountState;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.OpenOrder;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.Position;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sequence's venue, with a signer that does what it is asked at once or at the time the sequence
 * gives: it sizes exits from what is held, and opens the second half of a flip only when flat.
 */
final class SequenceMarket {
  private final StageTest stage;
  private final JsonNode limits;
  private final JsonNode sequence;
  private final Instant start;
  private final Map<String, BigDecimal> positions = new TreeMap<>();
  private final List<OpenOrder> resting = new ArrayList<>();
  private final LinkedHashMap<TradeIntentPayload, Long> waiting = new LinkedHashMap<>();
  private final List<String> orders = new ArrayList<>();
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Reason> partsRefused = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private int orderIds;

  SequenceMarket(StageTest stage, JsonNode limits, JsonNode sequence) {
    this.stage = stage;
    this.limits = limits;
    this.sequence = sequence;
    this.start = StageTest.START;
  }

  void open() throws PolicyFormatException {
    sequence
        .get("position")
        .properties()
        .forEach(held -> positions.put(held.getKey(), number(held.getValue())));
    if (sequence.has("openOrders")) {
      sequence.get("openOrders").forEach(order -> resting.add(order(order)));
    }
    stage.world.policy(policy());
    stage.state(stage.world.state(1).build());
  }

  private PolicyDocument policy() throws PolicyFormatException {
    var members = new TreeMap<String, Object>();
    var usual = stage.world.policy();
    members.put("schemaVersion", "1");
    members.put("botId", usual.botId().toString());
    members.put("agentWallet", usual.agentWallet());
    members.put("cluster", usual.cluster());
    members.put("venue", usual.venue());
    members.put("tradingAccount", usual.tradingAccount());
    members.put("allowedOrderTypes", List.of("MARKET", "LIMIT"));
    members.put("maxOrdersPerDay", "1000");
    members.put("maxPriorityFeeLamports", "100000");
    for (var source : new JsonNode[] {limits, sequence.path("limits")}) {
      source
          .properties()
          .forEach(limit -> {
            if (!limit.getKey().equals("step")) {
              members.put(limit.getKey(), plain(limit.getValue()));
            }
          });
    }
    var json = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(members);
    return PolicyDocument.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A policy's numbers are texts, its truths are not. */
  private static Object plain(JsonNode value) {
    if (value.isArray()) {
      var items = new ArrayList<Object>();
      value.forEach(item -> items.add(plain(item)));
      return items;
    }
    return value.isBoolean() ? value.asBoolean() : value.isObject() ? value : value.asString();
  }

  void send(JsonNode step) throws Exception {
    long at = step.get("atMs").asLong();
    fillUntil(at);
    readings(at);
    var fillAt = step.path("fillAtMs");
    stage.signals(SequenceAlert.read(stage.world, step.get("alert"), start, start.plusMillis(at)));
    long when = fillAt.isMissingNode() ? at : fillAt.isNumber() ? fillAt.asLong() : Long.MAX_VALUE;
    take(at, when);
  }

  /** Everything that still fills does, and the stage does what is left to do. */
  void end() throws Exception {
    long last =
        waiting.values().stream().filter(at -> at < Long.MAX_VALUE).max(Long::compare).orElse(0L);
    fillUntil(last);
    for (int round = 0; round < 3; round++) {
      long later = last + 2_000L * (round + 1);
      readings(later);
      stage.driver.advanceWallClockTime(Duration.ofSeconds(1));
      take(later, later);
    }
  }

  List<String> orders() {
    return orders;
  }

  List<Reason> reasons() {
    return reasons;
  }

  List<Reason> partsRefused() {
    return partsRefused;
  }

  List<String> notices() {
    return notices;
  }

  BigDecimal position() {
    return held(sequence.get("position").propertyNames().iterator().next());
  }

  int resting() {
    return resting.size();
  }

  private void fillUntil(long at) throws Exception {
    for (var one : List.copyOf(waiting.entrySet())) {
      if (one.getValue() <= at) {
        waiting.remove(one.getKey());
        readings(one.getValue());
        fill(one.getKey());
        take(one.getValue(), one.getValue());
      }
    }
  }

  /** What the stage answered: orders that fill at once do. */
  private void take(long at, long fillAt) throws Exception {
    for (var rejection : stage.rejections()) {
      reasons.addAll(rejection.getReasonsList());
      rejection.getNoticesList().forEach(notice -> notices.add(notice.getKind().name()));
    }
    for (var intent : stage.intents()) {
      intent.getRefusedPartsList().forEach(part -> partsRefused.addAll(part.getReasonsList()));
      intent.getNoticesList().forEach(notice -> notices.add(notice.getKind().name()));
      if (intent.getAction() != Action.ACTION_CANCEL) {
        orders.add(words(intent));
      }
      boolean held = waiting.values().stream().anyMatch(time -> time > at);
      if (fillAt > at || held) {
        // One after the other: a later order of the bot waits for the effect of the earlier.
        long earliest = waiting.values().stream().max(Long::compare).orElse(fillAt);
        waiting.put(intent, Math.max(fillAt, earliest));
      } else {
        fill(intent);
      }
    }
    if (stage.pending()) {
      take(at, fillAt);
    }
  }

  private static String words(TradeIntentPayload intent) {
    var side = intent.getDirection() == Direction.DIRECTION_LONG ? "buy" : "sell";
    return side
        + " "
        + new BigDecimal(intent.getSizeBase()).stripTrailingZeros().toPlainString()
        + (intent.getReduceOnly() ? " reduce-only" : "");
  }

  private void fill(TradeIntentPayload intent) {
    var market = intent.getMarket();
    if (intent.getCancelsEntries() || intent.getAction() == Action.ACTION_CANCEL) {
      boolean reduceOnly = !intent.getCancelsEntries();
      resting.removeIf(
          order -> order.getMarket().equals(market) && order.getReduceOnly() == reduceOnly);
    }
    var moved = intent.getAction() == Action.ACTION_CANCEL ? BigDecimal.ZERO : change(intent);
    if (intent.getOrderType() == OrderType.ORDER_TYPE_LIMIT
        && intent.getAction() != Action.ACTION_CANCEL) {
      resting.add(resting(intent, moved));
      moved = BigDecimal.ZERO;
    }
    positions.merge(market, moved, BigDecimal::add);
    stage.executions(
        stage.world.confirmed(intent.getIntentId(), moved.toPlainString(), account(stage.now)));
  }

  private BigDecimal change(TradeIntentPayload intent) {
    var held = held(intent.getMarket());
    if (!intent.getExit()) {
      boolean mayOpen = intent.getPart() != Part.PART_OPENING || held.signum() == 0;
      return mayOpen ? signed(intent, new BigDecimal(intent.getSizeBase())) : BigDecimal.ZERO;
    }
    var most =
        intent.getWholePosition()
            ? held.abs()
            : new BigDecimal(intent.getSizeBase()).min(held.abs());
    var towardsZero = held.signum() > 0 ? most.negate() : most;
    boolean agrees =
        intent.getDirection() == Direction.DIRECTION_UNSPECIFIED
            || towardsZero.signum() == 0
            || signed(intent, BigDecimal.ONE).signum() == towardsZero.signum();
    return agrees ? towardsZero : BigDecimal.ZERO;
  }

  private static BigDecimal signed(TradeIntentPayload intent, BigDecimal size) {
    return intent.getDirection() == Direction.DIRECTION_LONG ? size : size.negate();
  }

  private OpenOrder resting(TradeIntentPayload intent, BigDecimal change) {
    return OpenOrder.newBuilder()
        .setMarket(intent.getMarket())
        .setOrderId(++orderIds)
        .setDirection(intent.getDirection())
        .setRemainingBase(change.abs().toPlainString())
        .setPrice(intent.getLimitPrice())
        .setReduceOnly(intent.getReduceOnly())
        .build();
  }

  private OpenOrder order(JsonNode order) {
    var out =
        OpenOrder.newBuilder()
            .setMarket(order.get("market").asString())
            .setOrderId(++orderIds)
            .setDirection(
                order.get("side").asString().equals("buy")
                    ? Direction.DIRECTION_LONG
                    : Direction.DIRECTION_SHORT)
            .setRemainingBase(order.get("size").asString())
            .setReduceOnly(order.path("reduceOnly").asBoolean(false));
    if (order.has("price")) {
      out.setPrice(order.get("price").asString());
    }
    if (order.has("trigger")) {
      out.setTriggerPrice(order.get("trigger").asString());
    }
    return out.build();
  }

  /** Fresh prices and a fresh reading of the account. */
  private void readings(long at) {
    stage.now = start.plusMillis(at);
    sequence
        .get("price")
        .properties()
        .forEach(price -> {
          var out =
              stage.world.price(price.getValue().asString(), stage.now).setMarket(price.getKey());
          var step = step(price.getKey());
          if (step != null) {
            out.setStepBase(step);
          }
          stage.price(price.getKey(), out.build());
        });
    stage.executions(stage.world.observed(account(stage.now)));
  }

  private @Nullable String step(String market) {
    var step = limits.path("step").path(market);
    return step.isMissingNode() ? null : step.asString();
  }

  private AccountState.Builder account(Instant at) {
    var equity = number(sequence.get("equityUsd"));
    var out =
        stage
            .world
            .account("0", at)
            .clearPositions()
            .setEquityUsd(equity.toPlainString())
            .setOpeningEquityUsd(equity.add(number(sequence.get("dayLossUsd"))).toPlainString())
            .addAllOpenOrders(resting);
    positions.forEach((market, base) ->
        out.addPositions(Position.newBuilder().setMarket(market).setBase(base.toPlainString())));
    return out;
  }

  private BigDecimal held(String market) {
    return positions.getOrDefault(market, BigDecimal.ZERO);
  }

  private static BigDecimal number(JsonNode text) {
    return new BigDecimal(text.asString());
  }
}

package io.quantumvault.policy.decision;

import static io.quantumvault.policy.decision.Cases.n;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import io.quantumvault.schemas.policy.TradingHours;
import io.quantumvault.schemas.rules.Rule;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One case of the shared file, as a request of the stage. A field nobody reads is an error. */
final class Situation {
  private final JsonNode one;
  private final Fields policy;
  private final Fields given;
  private final Fields order;
  private final Instant now;

  Situation(JsonNode base, JsonNode one) {
    this.one = one;
    this.policy = new Fields(base, one, "policy");
    this.given = new Fields(base, one, "given");
    this.order = new Fields(base, one, "order");
    this.now = Instant.parse(base.get("now").asString());
  }

  /** The members of the base, each replaced where the case has it too. */
  private static final class Fields {
    private final Map<String, JsonNode> members = new HashMap<>();
    private final Set<String> unread = new HashSet<>();

    Fields(JsonNode base, JsonNode one, String part) {
      for (var from : List.of(base, one)) {
        if (from.has(part)) {
          from.get(part).properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        }
      }
      unread.addAll(members.keySet());
    }

    <T> @Nullable T perhaps(String name, Function<JsonNode, T> reading) {
      unread.remove(name);
      var value = members.get(name);
      return value == null || value.isNull() ? null : reading.apply(value);
    }

    <T> T some(String name, Function<JsonNode, T> reading) {
      var value = perhaps(name, reading);
      if (value == null) {
        throw new IllegalArgumentException(name + " is missing");
      }
      return value;
    }

    BigDecimal number(String name) {
      return some(name, Situation::decimal);
    }

    int count(String name) {
      return some(name, value -> decimal(value).intValueExact());
    }

    boolean truth(String name) {
      return Boolean.TRUE.equals(perhaps(name, JsonNode::asBoolean));
    }

    void allRead() {
      if (!unread.isEmpty()) {
        throw new IllegalArgumentException("nobody reads " + unread);
      }
    }
  }

  boolean exit() {
    return one.get("exit").asBoolean();
  }

  List<Rule> rules() {
    return all(one.get("stage"), name -> Rule.valueOf(name.asString()));
  }

  List<Reason> stage() {
    return rules().stream().map(Reason::of).toList();
  }

  DecisionRequest request() {
    var market = order.some("market", JsonNode::asString);
    var seconds = given.perhaps("lastEntrySecondsAgo", JsonNode::asLong);
    var request =
        new DecisionRequest(
            now,
            alert(market),
            standing(),
            SeenBefore.NEVER,
            new Activity(
                given.count("ordersLastMinute"),
                given.count("exitsLastMinute"),
                given.count("ordersToday")),
            new Entries(
                given.count("entriesOfPosition"),
                seconds == null ? null : now.minusSeconds(seconds)),
            quotes(market),
            account(market),
            given.some(
                "inFlight",
                list ->
                    all(
                        list,
                        flight ->
                            new Reservation(
                                market,
                                direction(flight),
                                decimal(flight.get("size")),
                                false,
                                false))));
    policy.allRead();
    given.allRead();
    order.allRead();
    return request;
  }

  private Alert alert(String market) {
    return new Alert(
        new UUID(1, 1),
        new UUID(2, 2),
        market,
        order.some("action", action -> Action.valueOf(named(action))),
        order.some("type", type -> OrderType.valueOf(named(type))),
        order.perhaps("size", size -> new Size.Base(decimal(size))),
        order.perhaps("price", Situation::decimal),
        order.truth("reduceOnly"),
        order.perhaps("leverage", Situation::decimal),
        order.perhaps("slippageBps", JsonNode::asInt),
        order.perhaps("positionAfter", after -> new StrategyPosition.Exactly(decimal(after))),
        null,
        null,
        null,
        now.minusSeconds(given.count("alertAgeSeconds")));
  }

  /** An unknown outcome is, in the stage, what lets only reduce. */
  private Standing standing() {
    var minutes = given.perhaps("minutesAfterExpiry", JsonNode::asLong);
    return new Standing(
        !given.truth("unknownBot"),
        given.truth("globallyFrozen"),
        given.truth("frozen"),
        given.truth("reduceOnly") | given.truth("outcomeUnknown"),
        null,
        9,
        new GrantTerms(
            new UUID(7, 7),
            now.minus(Duration.ofDays(1)),
            minutes == null
                ? now.plus(Duration.ofDays(1))
                : now.minus(Duration.ofMinutes(minutes)),
            given.truth("grantEnded"),
            3,
            "ab".repeat(32),
            "{}",
            limits(),
            !given.truth("policyUnsigned")));
  }

  private Limits limits() {
    var stopDistance = policy.perhaps("maxStopDistanceBps", JsonNode::asInt);
    if (policy.truth("requireStopLoss") != (stopDistance != null)) {
      throw new IllegalArgumentException("a policy that cannot be");
    }
    return new Limits(
        policy.some("allowedMarkets", Situation::texts),
        policy.some("allowedOrderTypes", Situation::texts).stream()
            .map(OrderType::valueOf)
            .collect(Collectors.toSet()),
        policy.number("maxPositionNotionalUsd"),
        policy.number("maxOrderNotionalUsd"),
        policy.number("maxLeverage"),
        policy.count("maxSlippageBps"),
        policy.count("exitSlippageBps"),
        Duration.ofMinutes(policy.count("exitMinutes")),
        PositionMode.NEVER_BEYOND,
        stopDistance,
        policy.perhaps("cooldownSeconds", value -> Duration.ofSeconds(value.asLong())),
        policy.perhaps("maxEntriesPerPosition", JsonNode::asInt),
        policy.number("dailyLossLimitUsd"),
        policy.count("maxOrdersPerMinute"),
        policy.count("maxOrdersPerDay"),
        policy.count("maxOpenOrders"),
        policy.perhaps("tradingHours", Situation::hours),
        policy.some("minFeeBalanceLamports", JsonNode::asLong));
  }

  private Map<String, Quote> quotes(String market) {
    var age = Duration.ofSeconds(given.count("priceAgeSeconds"));
    boolean doubtful = given.truth("priceDoubtful");
    var step = given.number("step");
    var price = given.perhaps("price", Situation::decimal);
    return price == null
        ? Map.of()
        : Map.of(market, new Quote(price, 400, now.minus(age), now, null, doubtful, step));
  }

  private Account account(String market) {
    var equity = given.number("equityUsd");
    return new Account(
        500,
        now.minusSeconds(given.count("accountAgeSeconds")),
        equity,
        Map.of(market, given.number("position")),
        given.some("openOrders", list -> openOrders(market, list)),
        now.atOffset(ZoneOffset.UTC).toLocalDate(),
        equity.add(given.number("dayLossUsd")),
        BigDecimal.ZERO,
        given.some("feeLamports", JsonNode::asLong));
  }

  private static List<OpenOrder> openOrders(String market, JsonNode list) {
    var orders = new ArrayList<OpenOrder>();
    for (var each : list) {
      orders.add(
          new OpenOrder(
              market,
              orders.size(),
              direction(each),
              decimal(each.get("size")),
              each.path("reduceOnly").asBoolean(false),
              each.has("trigger")));
    }
    return orders;
  }

  private static TradingHours hours(JsonNode hours) {
    return new TradingHours(
        texts(hours.get("days")).stream().map(DayOfWeek::valueOf).collect(Collectors.toSet()),
        LocalTime.parse(hours.get("from").asString()),
        LocalTime.parse(hours.get("to").asString()));
  }

  private static Direction direction(JsonNode order) {
    return order.get("side").asString().equals("buy") ? Direction.LONG : Direction.SHORT;
  }

  private static String named(JsonNode value) {
    return value.asString().toUpperCase(Locale.ROOT);
  }

  private static BigDecimal decimal(JsonNode value) {
    return n(value.asString());
  }

  private static Set<String> texts(JsonNode list) {
    return Set.copyOf(all(list, JsonNode::asString));
  }

  private static <T> List<T> all(JsonNode list, Function<JsonNode, T> reading) {
    return StreamSupport.stream(list.spliterator(), false).map(reading).toList();
  }

  @Override
  public String toString() {
    return one.get("name").asString();
  }
}

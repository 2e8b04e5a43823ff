package io.quantumvault.schemas.policy;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns members into a policy, collecting every problem before it gives up. */
final class PolicyReader {
  private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");
  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern MARKET = Pattern.compile("[A-Z0-9]{1,16}-PERP");
  private static final Pattern VENUE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Pattern MINUTE = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final Set<String> CLUSTERS = Set.of("mainnet", "devnet", "localnet");

  /** 0.05 SOL. */
  private static final long USUAL_FEE_BALANCE = 50_000_000L;

  private static final long MOST_LAMPORTS = 1_000_000_000_000L;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, Object> members;
  private final Set<String> unread;

  private PolicyReader(Map<String, Object> members) {
    this.members = members;
    this.unread = new TreeSet<>(members.keySet());
  }

  static PolicyDocument read(byte[] json) throws PolicyFormatException {
    return new PolicyReader(PolicyJson.members(json)).policy();
  }

  private PolicyDocument policy() throws PolicyFormatException {
    int schemaVersion = (int) integer("schemaVersion", 1, 1);
    UUID botId = uuid("botId");
    String agentWallet = address("agentWallet");
    String cluster = oneOf("cluster", CLUSTERS);
    String venue = matching("venue", VENUE, "a venue such as drift-v2");
    String tradingAccount = address("tradingAccount");
    List<String> markets = markets();
    BigDecimal position = money("maxPositionNotionalUsd");
    BigDecimal order = money("maxOrderNotionalUsd");
    BigDecimal leverage = money("maxLeverage");
    List<OrderKind> kinds = enums("allowedOrderTypes", OrderKind::valueOf, "MARKET, LIMIT");
    int slippage = usually("maxSlippageBps", 1, 1000, 50);
    int exitSlippage = usually("exitSlippageBps", 1, 1000, 200);
    int exitMinutes = usually("exitMinutes", 0, PolicyDocument.MOST_EXIT_MINUTES, 60);
    PositionMode mode = positionMode();
    boolean stopRequired = truth("requireStopLoss");
    Integer stopDistance = perhaps("maxStopDistanceBps", 1, 5000);
    if (stopRequired != (stopDistance != null)) {
      problems.add("requireStopLoss true and maxStopDistanceBps stand together or not at all");
    }
    Integer cooldown = perhaps("cooldownSeconds", 1, 86_400);
    Integer entries = perhaps("maxEntriesPerPosition", 1, 1000);
    BigDecimal loss = money("dailyLossLimitUsd");
    int perMinute = (int) integer("maxOrdersPerMinute", 1, 1000);
    int perDay = (int) integer("maxOrdersPerDay", 1, 100_000);
    // The first venue has room for 32 open orders in an account.
    int open = (int) integer("maxOpenOrders", 1, 32);
    TradingHours hours = hours();
    long feeBalance =
        members.containsKey("minFeeBalanceLamports")
            ? integer("minFeeBalanceLamports", 0, MOST_LAMPORTS)
            : USUAL_FEE_BALANCE;
    long priorityFee = integer("maxPriorityFeeLamports", 0, MOST_LAMPORTS);
    unread.forEach(name -> problems.add(name + " is not a field of a policy"));
    if (!problems.isEmpty()) {
      throw new PolicyFormatException(problems);
    }
    return new PolicyDocument(
        schemaVersion,
        botId,
        agentWallet,
        cluster,
        venue,
        tradingAccount,
        markets,
        position,
        order,
        leverage,
        kinds,
        slippage,
        exitSlippage,
        exitMinutes,
        mode,
        stopRequired,
        stopDistance,
        cooldown,
        entries,
        loss,
        perMinute,
        perDay,
        open,
        hours,
        feeBalance,
        priorityFee);
  }

  private String text(String name) {
    Object value = take(name);
    if (value instanceof String text) {
      return text;
    }
    problems.add(name + (value == null ? " is missing" : " must be a string"));
    return "";
  }

  private @Nullable Object take(String name) {
    unread.remove(name);
    return members.get(name);
  }

  private String matching(String name, Pattern pattern, String expected) {
    int before = problems.size();
    String value = text(name);
    if (problems.size() == before && !pattern.matcher(value).matches()) {
      problems.add(name + " must be " + expected);
    }
    return value;
  }

  private String oneOf(String name, Set<String> allowed) {
    int before = problems.size();
    String value = text(name);
    if (problems.size() == before && !allowed.contains(value)) {
      problems.add(name + " must be one of " + new TreeSet<>(allowed));
    }
    return value;
  }

  private String address(String name) {
    int before = problems.size();
    String value = text(name);
    if (problems.size() == before && !Base58.isAddress(value)) {
      problems.add(name + " must be a Base58 address of 32 bytes");
    }
    return value;
  }

  private UUID uuid(String name) {
    int before = problems.size();
    String value = text(name);
    try {
      UUID id = UUID.fromString(value);
      if (id.toString().equals(value)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Named below, like a UUID in an unusual form.
    }
    if (problems.size() == before) {
      problems.add(name + " must be a UUID in lower case");
    }
    return new UUID(0, 0);
  }

  private long integer(String name, long least, long most) {
    int before = problems.size();
    String value = matching(name, INTEGER, "a whole number as a string");
    if (problems.size() > before) {
      return least;
    }
    long number = Long.parseLong(value);
    if (number < least || number > most) {
      problems.add(name + " must be from " + least + " to " + most);
    }
    return number;
  }

  /** What a draft may leave out; the bytes that are signed always say it. */
  private int usually(String name, int least, int most, int otherwise) {
    return members.containsKey(name) ? (int) integer(name, least, most) : otherwise;
  }

  private @Nullable Integer perhaps(String name, int least, int most) {
    return members.containsKey(name) ? Integer.valueOf((int) integer(name, least, most)) : null;
  }

  private boolean truth(String name) {
    Object value = take(name);
    if (value != null && !(value instanceof Boolean)) {
      problems.add(name + " must be true or false, without quotes");
    }
    return Boolean.TRUE.equals(value);
  }

  private PositionMode positionMode() {
    if (!members.containsKey("positionMode")) {
      return PositionMode.NEVER_BEYOND;
    }
    String text =
        oneOf(
            "positionMode",
            Arrays.stream(PositionMode.values())
                .map(PositionMode::text)
                .collect(Collectors.toSet()));
    return Arrays.stream(PositionMode.values())
        .filter(mode -> mode.text().equals(text))
        .findFirst()
        .orElse(PositionMode.NEVER_BEYOND);
  }

  private BigDecimal money(String name) {
    int before = problems.size();
    String value =
        matching(
            name,
            DECIMAL,
            "a plain decimal as a string, at most 18 digits before and after the point");
    if (problems.size() > before) {
      return BigDecimal.ONE;
    }
    var number = new BigDecimal(value);
    if (number.signum() <= 0) {
      problems.add(name + " must be greater than 0");
    }
    return number;
  }

  private List<String> markets() {
    List<String> values = list("allowedMarkets", take("allowedMarkets"));
    values.stream()
        .filter(value -> !MARKET.matcher(value).matches())
        .forEach(value -> problems.add("allowedMarkets: a market is written like SOL-PERP"));
    return values;
  }

  private List<String> list(String name, @Nullable Object value) {
    if (value instanceof List<?> items
        && !items.isEmpty()
        && items.stream().allMatch(String.class::isInstance)) {
      List<String> texts = items.stream().map(String.class::cast).toList();
      if (texts.stream().distinct().count() != texts.size()) {
        problems.add(name + " names a value twice");
      }
      return texts;
    }
    problems.add(
        name + (value == null ? " is missing" : " must be a list of strings with at least one"));
    return List.of();
  }

  private <E extends Enum<E>> List<E> enums(
      String name, Function<String, E> valueOf, String expected) {
    return enums(name, take(name), valueOf, expected);
  }

  private <E extends Enum<E>> List<E> enums(
      String name, @Nullable Object value, Function<String, E> valueOf, String expected) {
    var found = new ArrayList<E>();
    for (String item : list(name, value)) {
      try {
        found.add(valueOf.apply(item));
      } catch (IllegalArgumentException e) {
        problems.add(name + " may hold only " + expected);
      }
    }
    return found;
  }

  private @Nullable TradingHours hours() {
    Object value = take("tradingHours");
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> fields)
        || !fields.keySet().equals(Set.of("days", "from", "to"))) {
      problems.add("tradingHours must be an object with days, from and to");
      return null;
    }
    var days =
        enums("tradingHours.days", fields.get("days"), DayOfWeek::valueOf, "MONDAY to SUNDAY");
    String from = String.valueOf(fields.get("from"));
    String to = String.valueOf(fields.get("to"));
    if (!MINUTE.matcher(from).matches() || !MINUTE.matcher(to).matches() || from.equals(to)) {
      problems.add(
          "tradingHours: from and to are written 08:00 and differ; from after to crosses midnight");
      return null;
    }
    return days.isEmpty()
        ? null
        : new TradingHours(EnumSet.copyOf(days), LocalTime.parse(from), LocalTime.parse(to));
  }
}

package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a body is an alert, and a fresh one. Pure: it answers {@link ParsedAlert} and
 * throws nothing. Which fields there are, and what becomes of others: docs/policy.md.
 *
 * <p>Whether an alert is a duplicate or allowed is not decided here: the policy stage does that, so
 * that its reasons are on record with all others.
 */
public final class AlertParser {
  /** A hundred per cent. */
  private static final int MAX_SLIPPAGE_BPS = 10_000;

  private static final List<String> OF_CONTRACTS = List.of("contracts", "quantity", "qty");
  private static final List<String> OF_LIMITS = List.of("limitPrice", "limit_price");

  private final MarketTable markets;
  private final FieldNames names = FieldNames.load();

  /** A parser for these markets. */
  public AlertParser(MarketTable markets) {
    this.markets = markets;
  }

  /** Reads a body that has been through {@link Redactor}. */
  public ParsedAlert parse(Json.Members redacted, Instant receivedAt) {
    AlertFields fields = new AlertFields(names, redacted);
    ActionField.Asked asked = ActionField.read(fields);
    Action action = asked == null ? null : asked.action();
    boolean reduceOnly = Boolean.TRUE.equals(fields.one("reduceOnly", name -> fields.truth(name)));
    PositionField.After after = PositionField.read(fields);
    if (action == Action.SYNC && after.position() == null) {
      fields.refuse(
          "sync needs positionAfter: what the strategy holds, signed ({{strategy.position_size}})");
    }
    boolean exit = Exit.asked(action, reduceOnly, after.position());
    boolean entry = !exit && action != Action.CANCEL;

    String market = market(fields);
    Size size = SizeField.read(fields, action);
    OrderType type = type(fields);
    BigDecimal price = type == null ? null : price(fields, type, exit);
    Trigger stop = entry ? TriggerField.stop(fields) : null;
    Trigger target = entry ? TriggerField.target(fields) : null;
    BigDecimal leverage = entry ? fields.one("leverage", name -> fields.positive(name)) : null;
    if (!entry) {
      String where = exit ? "in an exit" : "by cancel";
      List.of("stopLoss", "takeProfit", "leverage").stream()
          .filter(fields::has)
          .forEach(name -> fields.ignore(name, where));
    }
    Integer slippageBps = slippage(fields, entry);
    String id = fields.one("id", fields::id);
    Instant time = time(fields, receivedAt);
    List<String> unread = Unread.read(names, fields, !entry);
    if (market == null || asked == null || type == null || time == null || fields.refused()) {
      return new ParsedAlert.Refused(fields.problems(), exit, redacted.text());
    }
    return new ParsedAlert.Accepted(
        new Alert(
            id,
            market,
            asked.action(),
            asked.closes(),
            type,
            size,
            type == OrderType.LIMIT ? price : null,
            type == OrderType.LIMIT ? null : price,
            stop,
            target,
            reduceOnly,
            after.position(),
            after.side(),
            leverage,
            slippageBps,
            time),
        redacted.text(),
        fields.ignored(),
        unread);
  }

  private @Nullable String market(AlertFields fields) {
    if (fields.given("market").isEmpty()) {
      fields.refuseMissing(
          Refusal.UNKNOWN_MARKET, "market", "it is one of " + markets.known() + ", or a ticker");
      return null;
    }
    return fields.one("market", name -> market(fields, name));
  }

  private @Nullable String market(AlertFields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    switch (markets.meaning(text)) {
      case MarketTable.Meaning.None(String why) -> {
        fields.refuse(Refusal.UNKNOWN_MARKET, name + " " + why);
        return null;
      }
      case MarketTable.Meaning.Market(String symbol, boolean contracts) -> {
        List<String> counted = OF_CONTRACTS.stream().filter(fields::has).toList();
        if (contracts && !counted.isEmpty()) {
          fields.refuse(
              name
                  + " is an exchange's own instrument, of which one contract is a multiple or part"
                  + " of a coin: send size in base units instead of "
                  + String.join(", ", counted));
        }
        return symbol;
      }
    }
  }

  private static @Nullable OrderType type(AlertFields fields) {
    if (fields.given("type").isEmpty()) {
      return OrderType.MARKET;
    }
    return fields.one("type", name -> type(fields, name));
  }

  private static @Nullable OrderType type(AlertFields fields, String name) {
    String text = fields.text(name);
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "market" -> OrderType.MARKET;
      case "limit" -> OrderType.LIMIT;
      case "" -> null;
      default -> {
        fields.refuse(name + " is neither market nor limit; other orders are not placed");
        yield null;
      }
    };
  }

  private static @Nullable BigDecimal price(AlertFields fields, OrderType type, boolean exit) {
    if (type == OrderType.LIMIT) {
      if (fields.given("price").isEmpty()) {
        fields.refuseMissing(Refusal.INVALID, "price", "a limit order needs one");
      }
      return fields.one("price", name -> fields.positive(name));
    }
    OF_LIMITS.stream()
        .filter(fields::has)
        .forEach(name ->
            fields.refuse(
                name
                    + " is for limit orders: send type limit with it, or price where it is only"
                    + " what the chart showed"));
    return information(fields, exit);
  }

  /** The price of a market order decides nothing, so that it need not be one. */
  private static @Nullable BigDecimal information(AlertFields fields, boolean exit) {
    String text =
        switch (fields.all().get("price")) {
          case Json.Text string -> string.value().strip();
          case Json.Number number -> number.literal();
          case null, default -> "";
        };
    if (AlertFields.placeholder(text) && !exit) {
      // It is a sign that the whole template is not for this kind of alert.
      return fields.decimal("price");
    }
    return Numbers.read(text) instanceof Numbers.Result.Is(BigDecimal value) && value.signum() > 0
        ? value
        : null;
  }

  private @Nullable Integer slippage(AlertFields fields, boolean entry) {
    if (entry || !fields.has("slippageBps")) {
      return fields.wholeNumber("slippageBps", MAX_SLIPPAGE_BPS);
    }
    AlertFields quiet = new AlertFields(names, new Json.Members(fields.all()));
    Integer slippage = quiet.wholeNumber("slippageBps", MAX_SLIPPAGE_BPS);
    if (slippage == null) {
      fields.ignore("slippageBps", "in an exit");
    }
    return slippage;
  }

  private static @Nullable Instant time(AlertFields fields, Instant receivedAt) {
    if (fields.given("time").isEmpty()) {
      fields.refuseMissing(
          Refusal.NO_TIME,
          "time",
          "without it an old alert cannot be told from a new one; in TradingView it is"
              + " \"{{timenow}}\"");
      return null;
    }
    Instant time = fields.one("time", name -> time(fields, name));
    if (time == null) {
      return null;
    }
    String name = fields.given("time").getFirst();
    Duration age = Duration.between(time, receivedAt);
    if (age.compareTo(AlertTime.OLDEST) > 0) {
      fields.refuse(
          Refusal.STALE,
          name
              + " was "
              + age.toSeconds()
              + " s before the alert came, and "
              + AlertTime.OLDEST.toSeconds()
              + " s are the most; send {{timenow}}, the moment of the alert ({{time}} is the bar's)");
    } else if (age.negated().compareTo(AlertTime.FURTHEST_AHEAD) > 0) {
      fields.refuse(
          Refusal.FROM_FUTURE,
          name
              + " is "
              + age.negated().toSeconds()
              + " s ahead of when the alert came, and "
              + AlertTime.FURTHEST_AHEAD.toSeconds()
              + " s are the most; look at the sender's clock and time zone");
    }
    return time;
  }

  private static @Nullable Instant time(AlertFields fields, String name) {
    String text = fields.text(name);
    return text == null
        ? null
        : switch (AlertTime.read(text)) {
          case AlertTime.Result.Is(Instant time) -> time;
          case AlertTime.Result.Not(String why) -> {
            fields.refuse(name + " " + why);
            yield null;
          }
        };
  }
}

package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a body is an alert. Pure: it answers {@link ParsedAlert} and throws nothing.
 *
 * <p>Whether an alert is fresh or a duplicate is not decided here: the policy stage does that, so
 * that its reasons are on record with all others.
 */
public final class AlertParser {
  /** A hundred percent. */
  private static final int MAX_SLIPPAGE_BPS = 10_000;

  private final MarketTable markets;

  /** A parser for these markets. */
  public AlertParser(MarketTable markets) {
    this.markets = markets;
  }

  /**
   * What stands in for a missing id or time: the authenticated header fields of a signed webhook;
   * both null for others.
   */
  public record StandIns(@Nullable String id, @Nullable Instant time) {
    /** None: the body alone counts. */
    public static final StandIns NONE = new StandIns(null, null);
  }

  /** Reads a body that has been through {@link Redactor}. */
  public ParsedAlert parse(Json.Members redacted, StandIns standIns, Instant receivedAt) {
    AlertFields fields = new AlertFields(redacted);
    fields.refuseLookAlikes();
    String market = market(fields);
    Action action = action(fields);
    OrderType type = type(fields);
    boolean sized = action == null || action.hasSize();

    BigDecimal sizeBase = fields.positive("size");
    BigDecimal sizeUsd = fields.positive("sizeUsd");
    if (!sized && (fields.has("size") || fields.has("sizeUsd"))) {
      fields.refuse("size and sizeUsd are not allowed with close and cancel: they mean all of it");
    } else if (sized && fields.has("size") == fields.has("sizeUsd")) {
      fields.refuse("give exactly one of size (base units) and sizeUsd");
    }
    BigDecimal price = fields.positive("price");
    if (type == OrderType.LIMIT && !fields.has("price")) {
      fields.refuse("price is missing: a limit order needs one");
    }
    BigDecimal positionAfter = fields.decimal("positionAfter");
    boolean reduceOnly = fields.truth("reduceOnly");
    BigDecimal leverage = fields.positive("leverage");
    Integer slippageBps = fields.wholeNumber("slippageBps", MAX_SLIPPAGE_BPS);

    String id = fields.id(standIns.id());
    Instant time = fields.time(standIns.time());
    if (id == null && time == null && !fields.has("id") && !fields.has("time")) {
      fields.refuse(Refusal.NO_ID_OR_TIME, "give an id, a time, or both");
    }
    if (market == null || action == null || type == null || fields.refused()) {
      return new ParsedAlert.Refused(fields.problems());
    }
    return new ParsedAlert.Accepted(
        new Alert(
            id,
            market,
            action,
            type,
            sizeBase,
            sizeUsd,
            type == OrderType.LIMIT ? price : null,
            type == OrderType.LIMIT ? null : price,
            positionAfter,
            reduceOnly,
            leverage,
            slippageBps,
            time == null ? receivedAt : time),
        redacted.text());
  }

  private @Nullable String market(AlertFields fields) {
    String symbol = fields.text("market");
    String ticker = fields.text("ticker");
    if (fields.has("market")) {
      return symbol == null
          ? null
          : known(markets.bySymbol(symbol), "market is none of " + markets.known(), fields);
    }
    if (fields.has("ticker")) {
      return ticker == null
          ? null
          : known(
              markets.byTicker(ticker),
              "ticker stands for none of the markets " + markets.known() + "; give market instead",
              fields);
    }
    return known(null, "market is missing; it is one of " + markets.known(), fields);
  }

  private static @Nullable String known(
      @Nullable String market, String detail, AlertFields fields) {
    if (market == null) {
      fields.refuse(Refusal.UNKNOWN_MARKET, detail);
    }
    return market;
  }

  private static @Nullable Action action(AlertFields fields) {
    String text = fields.text("action");
    Action action =
        text == null
            ? null
            : switch (text.toLowerCase(Locale.ROOT)) {
              case "buy" -> Action.BUY;
              case "sell" -> Action.SELL;
              case "close" -> Action.CLOSE;
              case "cancel" -> Action.CANCEL;
              default -> null;
            };
    if (action == null) {
      fields.refuse(Refusal.UNKNOWN_ACTION, "action is none of buy, sell, close, cancel");
    }
    return action;
  }

  private static @Nullable OrderType type(AlertFields fields) {
    String text = fields.text("type");
    if (!fields.has("type")) {
      return OrderType.MARKET;
    }
    OrderType type =
        text == null
            ? null
            : switch (text.toLowerCase(Locale.ROOT)) {
              case "market" -> OrderType.MARKET;
              case "limit" -> OrderType.LIMIT;
              default -> null;
            };
    if (type == null) {
      fields.refuse("type is neither market nor limit");
    }
    return type;
  }
}

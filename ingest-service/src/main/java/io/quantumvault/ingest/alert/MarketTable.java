package io.quantumvault.ingest.alert;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The markets that exist, and which charts' symbols mean them: forms and exchanges are in {@code
 * alerts/tickers.txt}. Spot and linear perpetual charts of one coin in dollars mean its market.
 */
public final class MarketTable {
  private final Map<String, String> symbols = new HashMap<>();
  private final Map<String, String> bases = new HashMap<>();
  private final Map<String, String> further = new HashMap<>();
  private final Map<String, Set<String>> exchanges = new HashMap<>();
  private final List<Form> forms;

  /** What a symbol stands for. */
  public sealed interface Meaning {
    /**
     * A market.
     *
     * @param contracts the symbol is of contracts that are multiples of the coin
     */
    record Market(String symbol, boolean contracts) implements Meaning {}

    /** None that may be traded by it; {@code why} follows the field's name in a sentence. */
    record None(String why) implements Meaning {}
  }

  private record Form(String verdict, Pattern pattern) {}

  /** A table of symbols of the form {@code SOL-PERP}, and further tickers for each. */
  public MarketTable(Map<String, ? extends Collection<String>> tickersBySymbol) {
    tickersBySymbol.forEach((symbol, tickers) -> {
      symbols.put(upper(symbol), symbol);
      int dash = symbol.indexOf('-');
      if (dash > 0) {
        bases.put(upper(symbol.substring(0, dash)), symbol);
      }
      tickers.forEach(ticker -> further.put(upper(ticker), symbol));
    });
    List<String[]> lines =
        Resource.lines("/alerts/tickers.txt").stream().map(line -> line.split("\\s+")).toList();
    Set<String> otherQuotes = new HashSet<>();
    for (String[] line : lines) {
      List<String> words = List.of(line);
      switch (line[0]) {
        case "alias" -> {
          String symbol = bases.get(line[2]);
          if (symbol != null) {
            bases.put(line[1], symbol);
          }
        }
        case "other-quotes" -> otherQuotes.addAll(words.subList(1, words.size()));
        case "exchange" ->
            exchanges
                .computeIfAbsent(line[1], _ -> new HashSet<>())
                .addAll(words.subList(2, words.size()));
        case "form" -> {}
        default -> throw new IllegalStateException("alerts/tickers.txt: no " + line[0]);
      }
    }
    String base = oneOf(bases.keySet());
    forms =
        lines.stream()
            .filter(line -> line[0].equals("form"))
            .map(line -> new Form(line[1], compile(line[2], base, otherQuotes)))
            .toList();
  }

  private static Pattern compile(String form, String base, Set<String> otherQuotes) {
    String named = Matcher.quoteReplacement("(?<base>" + base + ")");
    return Pattern.compile(
        form.replaceFirst("\\{base}", named)
            .replace("{base}", base)
            .replace("{sep}", "[-_/]?")
            .replace("{stable}", "(?:USDT|USDC)")
            .replace("{dollar}", "(?:USDT|USDC|USD)")
            .replace("{other}", "(?<quote>" + oneOf(otherQuotes) + ")"));
  }

  private static String oneOf(Set<String> words) {
    return words.isEmpty()
        ? "(?!)"
        : words.stream().sorted().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
  }

  /** What is meant by a symbol of ours, or of a chart or an exchange, whatever its case. */
  Meaning meaning(String text) {
    String upper = upper(text);
    String symbol = symbols.get(upper);
    if (symbol != null) {
      return new Meaning.Market(symbol, false);
    }
    int colon = upper.indexOf(':');
    int slash = upper.indexOf('/');
    boolean prefixed = colon > 0 && (slash < 0 || colon < slash);
    String prefix = prefixed ? upper.substring(0, colon) : "";
    String ticker = prefixed ? upper.substring(colon + 1) : upper;
    if (at("stock", prefix)) {
      return none(
          "is of "
              + prefix
              + ", a stock exchange: a share or fund, not the coin; its chart is not"
              + " traded here");
    }
    if (at("futures", prefix)) {
      return none("is of " + prefix + ": its futures end on a date; use a chart of the coin");
    }
    if (at("other", prefix)) {
      return none("is of " + prefix + ", which shows no price of a coin; use a chart of the coin");
    }
    symbol = symbols.getOrDefault(ticker, further.get(ticker));
    return symbol != null ? new Meaning.Market(symbol, false) : byForm(prefix, ticker);
  }

  private Meaning byForm(String prefix, String ticker) {
    for (Form form : forms) {
      var matched = form.pattern().matcher(ticker);
      if (!matched.matches()) {
        continue;
      }
      String symbol = bases.getOrDefault(matched.group("base"), "");
      switch (form.verdict()) {
        case "reads" -> {
          return new Meaning.Market(symbol, false);
        }
        case "contracts" -> {
          return new Meaning.Market(symbol, true);
        }
        case "inverse" -> {
          return inverse();
        }
        case "inverse-unless-linear" -> {
          return at("linear", prefix) ? new Meaning.Market(symbol, false) : inverse();
        }
        case "inverse-if-coin-margined" -> {
          if (at("coin-margined", prefix)) {
            return inverse();
          }
        }
        case "dated" -> {
          return none("is a future that ends on a date; use a perpetual or spot chart of the coin");
        }
        case "quote" -> {
          return none(
              "is priced in " + matched.group("quote") + "; use a chart in USD, USDT or USDC");
        }
        case "bare" -> {
          return none(
              "is a coin's name alone, which is a share's or fund's ticker too; send market "
                  + symbol
                  + " or a pair in USDT");
        }
        default -> throw new IllegalStateException("alerts/tickers.txt: no " + form.verdict());
      }
    }
    return none("stands for none of the markets " + known());
  }

  private boolean at(String kind, String prefix) {
    return exchanges.getOrDefault(kind, Set.of()).contains(prefix);
  }

  private static Meaning inverse() {
    return none(
        "is an inverse contract, whose size is in dollars or its own coin; use a chart in USDT or"
            + " USDC");
  }

  private static Meaning none(String why) {
    return new Meaning.None(why);
  }

  /** All symbols, sorted. */
  String known() {
    return String.join(", ", new TreeSet<>(symbols.values()));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}

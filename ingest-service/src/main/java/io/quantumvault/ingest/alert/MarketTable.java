package io.quantumvault.ingest.alert;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The markets that exist, and which chart tickers mean them. */
public final class MarketTable {
  private static final List<String> QUOTES = List.of("", "USD", "USDT", "USDC");

  private final Map<String, String> symbols = new HashMap<>();
  private final Map<String, String> tickers = new HashMap<>();

  /** A table of symbols of the form {@code SOL-PERP}, and further tickers for each. */
  public MarketTable(Map<String, ? extends Collection<String>> tickersBySymbol) {
    tickersBySymbol.forEach((symbol, further) -> {
      symbols.put(symbol.toUpperCase(Locale.ROOT), symbol);
      String base = symbol.substring(0, Math.max(symbol.indexOf('-'), 0));
      if (!base.isEmpty()) {
        QUOTES.forEach(quote -> tickers.put(base.toUpperCase(Locale.ROOT) + quote, symbol));
      }
      further.forEach(ticker -> tickers.put(bare(ticker), symbol));
    });
  }

  /** The market of that symbol, whatever its case; null when there is none. */
  @Nullable String bySymbol(String symbol) {
    return symbols.get(symbol.toUpperCase(Locale.ROOT));
  }

  /**
   * The market a chart's ticker means, such as {@code SOLUSDT.P} or {@code BINANCE:SOLUSDT}; null
   * when the table has none. Spot and perpetual charts of one coin mean the same market.
   */
  @Nullable String byTicker(String ticker) {
    return tickers.get(bare(ticker));
  }

  /** All symbols, sorted. */
  String known() {
    return String.join(", ", new TreeSet<>(symbols.values()));
  }

  private static String bare(String ticker) {
    String bare = ticker.toUpperCase(Locale.ROOT);
    bare = bare.substring(bare.lastIndexOf(':') + 1);
    if (bare.endsWith(".P")) {
      bare = bare.substring(0, bare.length() - 2);
    }
    bare = bare.replaceAll("[-_/]", "");
    return bare.length() > 4 && bare.endsWith("PERP") ? bare.substring(0, bare.length() - 4) : bare;
  }
}

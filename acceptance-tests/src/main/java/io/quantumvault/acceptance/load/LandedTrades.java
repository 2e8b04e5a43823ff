package io.quantumvault.acceptance.load;

import io.quantumvault.owner.SolanaRpc;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Transactions that the chain itself holds of the bots' agent wallets, since a moment. */
public final class LandedTrades {
  private static final int PAGE = 1000;

  private final SolanaRpc chain;
  private final List<String> wallets;
  private final Set<String> before;

  /** From now on. */
  LandedTrades(URI chain, List<Fleet.ReadyBot> bots) throws IOException, InterruptedException {
    this.chain = new SolanaRpc(chain);
    wallets = bots.stream().map(Fleet.ReadyBot::agentWallet).distinct().toList();
    before = all();
  }

  /** Signatures that have come since, of failed transactions too. */
  Set<String> since() throws IOException, InterruptedException {
    var now = all();
    now.removeAll(before);
    return now;
  }

  private Set<String> all() throws IOException, InterruptedException {
    var signatures = new HashSet<String>();
    for (var wallet : wallets) {
      signatures.addAll(of(chain, wallet).keySet());
    }
    return signatures;
  }

  /** Signatures that an address paid for or took part in, each with whether it succeeded. */
  public static Map<String, Boolean> of(SolanaRpc chain, String address)
      throws IOException, InterruptedException {
    var signatures = new HashMap<String, Boolean>();
    String last = "";
    int found;
    do {
      var page =
          chain.call(
              "getSignaturesForAddress",
              address,
              last.isEmpty()
                  ? Map.of("commitment", "confirmed", "limit", PAGE)
                  : Map.of("commitment", "confirmed", "limit", PAGE, "before", last));
      found = page.size();
      for (var line : page) {
        last = line.get("signature").asString();
        signatures.put(last, !line.hasNonNull("err"));
      }
    } while (found == PAGE);
    return signatures;
  }
}

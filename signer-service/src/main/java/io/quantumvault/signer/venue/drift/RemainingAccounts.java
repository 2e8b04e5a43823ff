package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.drift.DriftMarkets.Listed;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.AccountMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The accounts after an instruction's own: oracles, spot markets, perp markets of every position in
 * use and of the target, each once, in order of first need.
 */
final class RemainingAccounts {
  private final Map<Address, AccountMeta> oracles = new LinkedHashMap<>();
  private final Map<Address, AccountMeta> spots = new LinkedHashMap<>();
  private final Map<Address, AccountMeta> perps = new LinkedHashMap<>();

  private RemainingAccounts() {}

  /** For a target that is only read. */
  static List<AccountMeta> reading(UserAccount user, Listed target) {
    return of(user, target, false);
  }

  /** For a target that is traded against at once. */
  static List<AccountMeta> taking(UserAccount user, Listed target) {
    return of(user, target, true);
  }

  private static List<AccountMeta> of(UserAccount user, Listed target, boolean writable) {
    var all = new RemainingAccounts();
    user.spotPositions().forEach(p -> all.spot(known(DriftMarkets.spot(p.marketIndex()), "spot")));
    user.perpPositions()
        .forEach(p -> all.perp(known(DriftMarkets.perp(p.marketIndex()), "perp"), false));
    all.perp(target, writable);
    var flat = new ArrayList<AccountMeta>();
    flat.addAll(all.oracles.values());
    flat.addAll(all.spots.values());
    flat.addAll(all.perps.values());
    return List.copyOf(flat);
  }

  private void spot(Listed market) {
    oracles.putIfAbsent(market.oracle(), AccountMeta.readOnly(market.oracle()));
    spots.putIfAbsent(market.address(), AccountMeta.readOnly(market.address()));
  }

  private void perp(Listed market, boolean writable) {
    if (writable) {
      perps.put(market.address(), AccountMeta.writable(market.address()));
    } else {
      perps.putIfAbsent(market.address(), AccountMeta.readOnly(market.address()));
    }
    oracles.putIfAbsent(market.oracle(), AccountMeta.readOnly(market.oracle()));
    spot(known(DriftMarkets.spot(DriftMarkets.QUOTE_SPOT), "spot"));
  }

  private static Listed known(java.util.Optional<Listed> market, String kind) {
    return market.orElseThrow(
        () -> new IllegalStateException("an account with an unknown " + kind + " market was read"));
  }
}

package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.address.ProgramAddresses;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.Rent;
import java.nio.ByteBuffer;

/**
 * What the venue does just now that it does not do by itself: frozen oracles, partial fills,
 * rejected orders, liquidations. Kept in an account that only a paper chain has, so that a count
 * goes down with the transaction it belongs to, and with no other.
 */
record VenueTerms(
    int frozenMarkets, int partPpm, int partialOrders, int rejectedOrders, boolean liquidations) {
  static final VenueTerms CALM = new VenueTerms(0, 0, 0, 0, false);

  private static final Address AT =
      ProgramAddresses.derive(DriftAddresses.PROGRAM, ProgramAddresses.ascii("paper_terms"));
  private static final int BYTES = 17;

  static VenueTerms of(Accounts accounts) {
    byte[] data = accounts.get(AT).data();
    if (data.length == 0) {
      return CALM;
    }
    ByteBuffer in = ByteBuffer.wrap(data);
    return new VenueTerms(in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.get() != 0);
  }

  void keepIn(Accounts accounts) {
    byte[] data =
        ByteBuffer.allocate(BYTES)
            .putInt(frozenMarkets)
            .putInt(partPpm)
            .putInt(partialOrders)
            .putInt(rejectedOrders)
            .put((byte) (liquidations ? 1 : 0))
            .array();
    accounts.put(AT, new Account(Rent.exemptLamports(BYTES), data, DriftAddresses.PROGRAM, false));
  }

  boolean isFrozen(Market market) {
    return (frozenMarkets & 1 << market.index()) != 0;
  }

  VenueTerms withFrozen(Market market, boolean frozen) {
    int bit = 1 << market.index();
    return new VenueTerms(
        frozen ? frozenMarkets | bit : frozenMarkets & ~bit,
        partPpm,
        partialOrders,
        rejectedOrders,
        liquidations);
  }

  VenueTerms withPartialFills(int ppm, int orders) {
    return new VenueTerms(frozenMarkets, ppm, orders, rejectedOrders, liquidations);
  }

  VenueTerms withRejectedOrders(int orders) {
    return new VenueTerms(frozenMarkets, partPpm, partialOrders, orders, liquidations);
  }

  VenueTerms withLiquidations(boolean on) {
    return new VenueTerms(frozenMarkets, partPpm, partialOrders, rejectedOrders, on);
  }
}

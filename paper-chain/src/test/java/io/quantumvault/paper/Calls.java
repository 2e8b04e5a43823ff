package io.quantumvault.paper;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.program.ComputeBudget;
import io.quantumvault.paper.program.SystemProgram;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.Market;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Instructions that tests send, built from the published layouts and not by the code under test.
 */
public final class Calls {
  private static final Address RENT = Address.parse("SysvarRent111111111111111111111111111111111");

  private Calls() {}

  public static Call transfer(Address from, Address to, long lamports) {
    byte[] data = little(12).putInt(2).putLong(lamports).array();
    return Call.to(SystemProgram.ID, data).with(from, "SW").with(to, "W");
  }

  public static Call unitLimit(int units) {
    return Call.to(ComputeBudget.ID, little(5).put((byte) 2).putInt(units).array());
  }

  public static Call unitPrice(long microLamports) {
    return Call.to(ComputeBudget.ID, little(9).put((byte) 3).putLong(microLamports).array());
  }

  public static Call initializeStats(Address authority) {
    return drift("fef34862fb82a8d5", new byte[0])
        .with(DriftAddresses.userStats(authority), "W")
        .with(DriftAddresses.STATE, "W")
        .with(authority, "")
        .with(authority, "SW")
        .with(RENT, "")
        .with(SystemProgram.ID, "");
  }

  public static Call initializeUser(Address authority, int subAccount, byte[] name) {
    byte[] arguments = little(34).putShort((short) subAccount).put(Arrays.copyOf(name, 32)).array();
    return drift("6f11b9fa3c7a26fe", arguments)
        .with(DriftAddresses.user(authority, subAccount), "W")
        .with(DriftAddresses.userStats(authority), "W")
        .with(DriftAddresses.STATE, "W")
        .with(authority, "")
        .with(authority, "SW")
        .with(RENT, "")
        .with(SystemProgram.ID, "");
  }

  public static Call delegate(Address user, Address signer, Address delegate) {
    byte[] arguments = little(34).putShort((short) 0).put(delegate.toBytes()).array();
    return drift("8bcd8d8d71245ebb", arguments).with(user, "W").with(signer, "S");
  }

  public static Call place(Address user, Address signer, Order order, int... markets) {
    Call call =
        drift("45a15dca787e4cb9", order.bytes())
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S");
    return remaining(call, -1, markets);
  }

  public static Call take(
      Address user, Address authority, Address signer, Order order, int... markets) {
    byte[] params = order.bytes();
    Call call =
        drift("d53301bb6cdce6e0", Arrays.copyOf(params, params.length + 1))
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(DriftAddresses.userStats(authority), "W")
            .with(signer, "S");
    return remaining(call, order.market(), markets);
  }

  public static Call cancelAll(Address user, Address signer, int... markets) {
    Call call =
        drift("eee15f9ee36708c2", new byte[3])
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S");
    return remaining(call, -1, markets);
  }

  public static Call placeAll(Address user, Address signer, List<Order> orders, int... markets) {
    ByteBuffer arguments =
        ByteBuffer.wrap(new byte[4 + 64 * orders.size()])
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(orders.size());
    orders.forEach(o -> arguments.put(o.bytes()));
    Call call =
        drift("3c3f327b0cc53cbe", Arrays.copyOf(arguments.array(), arguments.position()))
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S");
    return remaining(call, -1, markets);
  }

  public static Call cancelByIds(Address user, Address signer, List<Integer> ids, int... markets) {
    ByteBuffer arguments =
        ByteBuffer.wrap(new byte[4 + 4 * ids.size()])
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(ids.size());
    ids.forEach(arguments::putInt);
    Call call =
        drift("861390a55ef0d25e", arguments.array())
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S");
    return remaining(call, -1, markets);
  }

  public static Call cancelNewest(Address user, Address signer, int... markets) {
    Call call =
        drift("5f81edf00831df84", new byte[1])
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S");
    return remaining(call, -1, markets);
  }

  public static Call cancelByUserId(Address user, Address signer, int id, int... markets) {
    Call call =
        drift("6bd3fa8512253964", new byte[] {(byte) id})
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S");
    return remaining(call, -1, markets);
  }

  public static Call settle(Address user, Address signer, int market) {
    Call call =
        drift("2b3dea2d0f5f9899", little(2).putShort((short) market).array())
            .with(DriftAddresses.STATE, "")
            .with(user, "W")
            .with(signer, "S")
            .with(DriftAddresses.spotVault(0), "");
    return remaining(call, -1, market);
  }

  private static Call remaining(Call call, int writable, int... markets) {
    Set<Address> oracles = new LinkedHashSet<>();
    oracles.add(DriftAddresses.oracle(Market.USDC_FEED));
    for (int market : markets) {
      oracles.add(Market.at(market).orElseThrow().oracle());
    }
    Call with = call;
    for (Address oracle : oracles) {
      with = with.with(oracle, "");
    }
    with = with.with(DriftAddresses.spotMarket(0), "");
    for (int market : markets) {
      with = with.with(DriftAddresses.perpMarket(market), market == writable ? "W" : "");
    }
    return with;
  }

  public static Call drift(String discriminator, byte[] arguments) {
    byte[] data =
        ByteBuffer.allocate(8 + arguments.length)
            .put(HexFormat.of().parseHex(discriminator))
            .put(arguments)
            .array();
    return Call.to(DriftAddresses.PROGRAM, data);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

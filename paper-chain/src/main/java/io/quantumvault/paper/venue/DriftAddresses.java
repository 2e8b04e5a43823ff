package io.quantumvault.paper.venue;

import static io.quantumvault.paper.address.ProgramAddresses.ascii;
import static io.quantumvault.paper.address.ProgramAddresses.u16;
import static io.quantumvault.paper.address.ProgramAddresses.u32;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.address.ProgramAddresses;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the program's accounts live. The fixed ones are derived once. */
public final class DriftAddresses {
  public static final Address PROGRAM =
      Address.parse("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");
  public static final Address STATE = ProgramAddresses.derive(PROGRAM, ascii("drift_state"));
  public static final Address SIGNER = ProgramAddresses.derive(PROGRAM, ascii("drift_signer"));

  private static final Map<Integer, Address> ORACLES =
      Stream.of(1, 2, 6, 7).collect(Collectors.toMap(Function.identity(), DriftAddresses::lazer));
  private static final Map<Integer, Address> PERPS =
      IntStream.range(0, 3)
          .boxed()
          .collect(Collectors.toMap(Function.identity(), i -> indexed("perp_market", i)));
  private static final Map<Integer, Address> SPOTS =
      IntStream.range(0, 2)
          .boxed()
          .collect(Collectors.toMap(Function.identity(), i -> indexed("spot_market", i)));

  private DriftAddresses() {}

  public static Address user(Address authority, int subAccount) {
    return ProgramAddresses.derive(PROGRAM, ascii("user"), authority.toBytes(), u16(subAccount));
  }

  public static Address userStats(Address authority) {
    return ProgramAddresses.derive(PROGRAM, ascii("user_stats"), authority.toBytes());
  }

  public static Address oracle(int feedId) {
    Address known = ORACLES.get(feedId);
    return known == null ? lazer(feedId) : known;
  }

  public static Address perpMarket(int index) {
    Address known = PERPS.get(index);
    return known == null ? indexed("perp_market", index) : known;
  }

  public static Address spotMarket(int index) {
    Address known = SPOTS.get(index);
    return known == null ? indexed("spot_market", index) : known;
  }

  public static Address spotVault(int index) {
    return indexed("spot_market_vault", index);
  }

  private static Address lazer(int feedId) {
    return ProgramAddresses.derive(PROGRAM, ascii("pyth_lazer"), u32(feedId));
  }

  private static Address indexed(String seed, int index) {
    return ProgramAddresses.derive(PROGRAM, ascii(seed), u16(index));
  }
}

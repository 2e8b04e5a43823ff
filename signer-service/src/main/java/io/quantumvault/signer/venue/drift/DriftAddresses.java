package io.quantumvault.signer.venue.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.signer.solana.Address;
import io.quantumvault.signer.solana.ProgramAddresses;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the program keeps its accounts. */
final class DriftAddresses {
  static final Address PROGRAM = Address.of("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");
  static final Address STATE = pda("drift_state");

  private final Map<Address, Address> stats = new ConcurrentHashMap<>();

  static Address user(Address authority, int subAccount) {
    return pda("user", authority.bytes(), u16(subAccount));
  }

  /** Found once per authority: a program-derived address costs several hashes and curve checks. */
  Address userStats(Address authority) {
    return stats.computeIfAbsent(authority, a -> pda("user_stats", a.bytes()));
  }

  static Address perpMarket(int index) {
    return pda("perp_market", u16(index));
  }

  static Address spotMarket(int index) {
    return pda("spot_market", u16(index));
  }

  static Address pythLazerOracle(int feed) {
    return pda("pyth_lazer", littleEndian(4).putInt(feed).array());
  }

  private static Address pda(String name, byte[]... more) {
    byte[][] seeds = new byte[more.length + 1][];
    seeds[0] = name.getBytes(UTF_8);
    System.arraycopy(more, 0, seeds, 1, more.length);
    return ProgramAddresses.find(PROGRAM, seeds);
  }

  private static byte[] u16(int value) {
    return littleEndian(2).putShort((short) value).array();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

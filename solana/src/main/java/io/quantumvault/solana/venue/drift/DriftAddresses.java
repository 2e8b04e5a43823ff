package io.quantumvault.solana.venue.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.address.ProgramAddresses;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the program keeps its accounts; all are derived from its own address. */
public final class DriftAddresses {
  /** The program's address, the same on every cluster and on the paper chain. */
  public static final Address PROGRAM = Address.of("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");

  /** The accounts of {@link #PROGRAM}. */
  public static final DriftAddresses V2 = new DriftAddresses(PROGRAM);

  private final Address program;
  private final Address state;
  private final Map<Address, Address> stats = new ConcurrentHashMap<>();

  /** The accounts of a program at this address. */
  public DriftAddresses(Address program) {
    this.program = program;
    this.state = pda("drift_state");
  }

  /** What holds for the whole venue. */
  public Address state() {
    return state;
  }

  /** An authority's trading account. */
  public Address user(Address authority, int subAccount) {
    return pda("user", authority.bytes(), u16(subAccount));
  }

  /**
   * An authority's statistics. Found once per authority: a program-derived address costs several
   * hashes and curve checks.
   */
  public Address userStats(Address authority) {
    return stats.computeIfAbsent(authority, a -> pda("user_stats", a.bytes()));
  }

  /** A perpetual market. */
  public Address perpMarket(int index) {
    return pda("perp_market", u16(index));
  }

  /** A spot market. */
  public Address spotMarket(int index) {
    return pda("spot_market", u16(index));
  }

  /** The oracle account of a Pyth Lazer feed. */
  public Address pythLazerOracle(int feed) {
    return pda("pyth_lazer", littleEndian(4).putInt(feed).array());
  }

  private Address pda(String name, byte[]... more) {
    byte[][] seeds = new byte[more.length + 1][];
    seeds[0] = name.getBytes(UTF_8);
    System.arraycopy(more, 0, seeds, 1, more.length);
    return ProgramAddresses.find(program, seeds);
  }

  private static byte[] u16(int value) {
    return littleEndian(2).putShort((short) value).array();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

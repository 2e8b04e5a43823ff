package io.quantumvault.ingest.inbound;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/** Addresses that the venue's program derives. */
public final class DriftAddresses {
  private final PublicKey program;

  /** Addresses under this program, Base58. */
  public DriftAddresses(String program) {
    this.program = new PublicKey(program);
  }

  /** The oracle account of a Pyth Lazer feed: seeds {@code pyth_lazer} and the id as u32. */
  public String pythLazerOracle(int feedId) {
    byte[] id = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(feedId).array();
    byte[] seed = "pyth_lazer".getBytes(StandardCharsets.US_ASCII);
    try {
      return PublicKey.findProgramAddress(List.of(seed, id), program).getAddress().toBase58();
    } catch (Exception e) {
      throw new IllegalArgumentException("feed " + feedId + " has no address", e);
    }
  }
}

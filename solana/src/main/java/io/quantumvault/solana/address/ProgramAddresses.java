package io.quantumvault.solana.address;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/** Addresses that belong to a program and have no key. */
public final class ProgramAddresses {
  private ProgramAddresses() {}

  /** The program-derived address with the highest bump that lies off the curve. */
  public static Address find(Address program, byte[]... seeds) {
    return Address.of(
        PublicKey.findProgramAddress(List.of(seeds), new PublicKey(program.bytes()))
            .getAddress()
            .toByteArray());
  }
}

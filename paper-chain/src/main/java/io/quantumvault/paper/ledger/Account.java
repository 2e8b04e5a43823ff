package io.quantumvault.paper.ledger;

import io.quantumvault.paper.address.Address;

/** What an address holds. The data array is shared and never written to; replace it instead. */
@SuppressWarnings("ArrayRecordComponent")
public record Account(long lamports, byte[] data, Address owner, boolean executable) {
  public static final Address SYSTEM = Address.of(new byte[Address.BYTES]);

  /** An address nobody has paid into yet. */
  public static final Account EMPTY = new Account(0, new byte[0], SYSTEM, false);

  public boolean exists() {
    return lamports > 0 || executable;
  }

  public Account withLamports(long changed) {
    return new Account(changed, data, owner, executable);
  }

  public Account withData(byte[] changed) {
    return new Account(lamports, changed, owner, executable);
  }

  public Account withOwner(Address changed) {
    return new Account(lamports, data, changed, executable);
  }
}

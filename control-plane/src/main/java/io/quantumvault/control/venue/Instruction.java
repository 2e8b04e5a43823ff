package io.quantumvault.control.venue;

import java.util.List;

/** One instruction of a Solana transaction; addresses are Base58. */
@SuppressWarnings("ArrayRecordComponent")
record Instruction(String program, List<Account> accounts, byte[] data) {
  /** An account an instruction touches. */
  record Account(String address, boolean writable, boolean signer) {}

  static Account writable(String address) {
    return new Account(address, true, false);
  }

  static Account readOnly(String address) {
    return new Account(address, false, false);
  }

  static Account payer(String address) {
    return new Account(address, true, true);
  }

  static Account signer(String address) {
    return new Account(address, false, true);
  }
}

package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;

/**
 * Tells a transaction that a durable nonce keeps alive for ever. Its blockhash field is a nonce
 * account's value, so it has no last valid block height and must never be signed here. Rule of the
 * network: the first instruction is the system program's AdvanceNonceAccount.
 */
public final class DurableNonce {
  private static final Address SYSTEM = Address.of(new byte[Address.LENGTH]);
  private static final int ADVANCE_NONCE_ACCOUNT = 4;

  private DurableNonce() {}

  /** Whether the message's first instruction advances a nonce. */
  public static boolean leads(Message message) {
    if (message.instructions().isEmpty()) {
      return false;
    }
    var first = message.instructions().getFirst();
    return message.accounts().get(first.program()).equals(SYSTEM) && isAdvance(first.data());
  }

  /** Whether the instruction advances a nonce, wherever it stands. */
  public static boolean isAdvance(Instruction instruction) {
    return instruction.program().equals(SYSTEM) && isAdvance(instruction.data());
  }

  /** A little-endian u32; the network ignores what follows it. */
  private static boolean isAdvance(byte[] data) {
    return data.length >= 4
        && data[0] == ADVANCE_NONCE_ACCOUNT
        && data[1] == 0
        && data[2] == 0
        && data[3] == 0;
  }
}

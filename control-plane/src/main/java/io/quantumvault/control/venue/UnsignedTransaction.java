package io.quantumvault.control.venue;

import io.quantumvault.schemas.ids.Base58;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A legacy transaction for one signer, with an empty signature: 01 ‖ 64 zero bytes ‖ message. The
 * message is Solana's: header, addresses (signers and writable ones first), blockhash,
 * instructions.
 */
final class UnsignedTransaction {
  private static final int MOST_BYTES = 1232;

  private UnsignedTransaction() {}

  static byte[] compile(String payer, String blockhash, List<Instruction> instructions) {
    List<Instruction.Account> accounts = ordered(payer, instructions);
    var addresses = accounts.stream().map(Instruction.Account::address).toList();
    int signers = (int) accounts.stream().filter(Instruction.Account::signer).count();
    if (signers != 1) {
      throw new IllegalStateException("only the owner signs");
    }
    int readOnly = (int) accounts.stream().filter(a -> !a.writable()).count();
    var out = new ByteArrayOutputStream();
    out.write(1);
    out.writeBytes(new byte[64]);
    out.write(signers);
    out.write(0);
    out.write(readOnly);
    length(out, addresses.size());
    addresses.forEach(address -> out.writeBytes(Base58.decode(address)));
    out.writeBytes(Base58.decode(blockhash));
    length(out, instructions.size());
    for (Instruction instruction : instructions) {
      out.write(addresses.indexOf(instruction.program()));
      length(out, instruction.accounts().size());
      instruction.accounts().forEach(a -> out.write(addresses.indexOf(a.address())));
      length(out, instruction.data().length);
      out.writeBytes(instruction.data());
    }
    if (out.size() > MOST_BYTES) {
      throw new IllegalStateException("the transaction is too long");
    }
    return out.toByteArray();
  }

  /** The payer first, then writable ones, then read-only ones; each once with all its rights. */
  private static List<Instruction.Account> ordered(String payer, List<Instruction> instructions) {
    Map<String, Instruction.Account> all = new LinkedHashMap<>();
    all.put(payer, Instruction.payer(payer));
    for (Instruction instruction : instructions) {
      instruction
          .accounts()
          .forEach(account -> all.merge(account.address(), account, UnsignedTransaction::joined));
    }
    instructions.forEach(i ->
        all.merge(i.program(), Instruction.readOnly(i.program()), UnsignedTransaction::joined));
    var ordered = new ArrayList<Instruction.Account>();
    all.values().stream().filter(Instruction.Account::signer).forEach(ordered::add);
    all.values().stream().filter(a -> !a.signer() && a.writable()).forEach(ordered::add);
    all.values().stream().filter(a -> !a.signer() && !a.writable()).forEach(ordered::add);
    return ordered;
  }

  private static Instruction.Account joined(Instruction.Account a, Instruction.Account b) {
    return new Instruction.Account(
        a.address(), a.writable() || b.writable(), a.signer() || b.signer());
  }

  /** Solana's compact length: seven bits a byte, the lowest first. */
  private static void length(ByteArrayOutputStream out, int length) {
    int rest = length;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>= 7;
    }
    out.write(rest);
  }
}

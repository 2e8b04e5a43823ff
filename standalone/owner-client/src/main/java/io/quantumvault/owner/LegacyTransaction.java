package io.quantumvault.owner;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.utils.Base58;

/** A legacy transaction with one signer, who also pays: all that an owner's own set-up needs. */
public final class LegacyTransaction {
  private final List<Instruction> instructions = new ArrayList<>();

  /** An account an instruction names. */
  public record Account(PublicKey key, boolean signer, boolean writable) {
    /** Read only. */
    public static Account read(PublicKey key) {
      return new Account(key, false, false);
    }

    /** Written, not signing. */
    public static Account write(PublicKey key) {
      return new Account(key, false, true);
    }

    /** Signs and is written. */
    public static Account payer(PublicKey key) {
      return new Account(key, true, true);
    }
  }

  private record Instruction(PublicKey program, List<Account> accounts, byte[] data) {}

  /** Adds an instruction. */
  public LegacyTransaction add(PublicKey program, List<Account> accounts, byte[] data) {
    instructions.add(new Instruction(program, accounts, data));
    return this;
  }

  /** Compiles, signs with the payer's wallet, and returns the wire bytes. */
  public byte[] sign(ThrowAwayWallet payer, String blockhash) {
    byte[] message = message(new PublicKey(payer.publicKey()), blockhash);
    var wire = new ByteArrayOutputStream();
    wire.write(1);
    wire.writeBytes(payer.sign(message));
    wire.writeBytes(message);
    return wire.toByteArray();
  }

  private byte[] message(PublicKey payer, String blockhash) {
    Map<String, Account> merged = new LinkedHashMap<>();
    merge(merged, Account.payer(payer));
    instructions.forEach(
        instruction -> instruction.accounts().forEach(account -> merge(merged, account)));
    instructions.forEach(instruction -> merge(merged, Account.read(instruction.program())));
    List<Account> writable =
        merged.values().stream().filter(a -> !a.signer() && a.writable()).toList();
    List<Account> readOnly =
        merged.values().stream().filter(a -> !a.signer() && !a.writable()).toList();
    if (merged.values().stream().filter(Account::signer).count() != 1) {
      throw new IllegalArgumentException("only the payer may sign");
    }
    var keys = new ArrayList<String>();
    keys.add(payer.toBase58());
    writable.forEach(account -> keys.add(account.key().toBase58()));
    readOnly.forEach(account -> keys.add(account.key().toBase58()));

    var out = new ByteArrayOutputStream();
    out.write(1);
    out.write(0);
    out.write(readOnly.size());
    writeLength(out, keys.size());
    keys.forEach(key -> out.writeBytes(Base58.decode(key)));
    out.writeBytes(Base58.decode(blockhash));
    writeLength(out, instructions.size());
    for (Instruction instruction : instructions) {
      out.write(keys.indexOf(instruction.program().toBase58()));
      writeLength(out, instruction.accounts().size());
      instruction.accounts().forEach(account -> out.write(keys.indexOf(account.key().toBase58())));
      writeLength(out, instruction.data().length);
      out.writeBytes(instruction.data());
    }
    return out.toByteArray();
  }

  private static void merge(Map<String, Account> merged, Account account) {
    merged.merge(
        account.key().toBase58(),
        account,
        (a, b) -> new Account(a.key(), a.signer() || b.signer(), a.writable() || b.writable()));
  }

  // Solana's compact-u16: seven bits a byte, lowest first.
  private static void writeLength(ByteArrayOutputStream out, int length) {
    int rest = length;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  @Override
  public String toString() {
    return "LegacyTransaction"
        + Arrays.toString(instructions.stream().map(i -> i.program().toBase58()).toArray());
  }
}

package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;
import java.util.List;

/**
 * A message as its bytes say it, with nothing resolved.
 *
 * @param version whether it is legacy or version 0
 * @param requiredSignatures how many of the first accounts sign
 * @param readOnlySigned how many of the signing accounts are read only
 * @param readOnlyUnsigned how many of the last accounts are read only
 * @param accounts accounts in the message itself
 * @param blockhash 32 bytes
 * @param lookups accounts that only a table outside the message knows; none in legacy messages
 */
public record Message(
    Version version,
    int requiredSignatures,
    int readOnlySigned,
    int readOnlyUnsigned,
    List<Address> accounts,
    Address blockhash,
    List<CompiledInstruction> instructions,
    List<TableLookup> lookups) {

  /** The two message formats. */
  public enum Version {
    LEGACY,
    V0
  }

  /** An instruction by indexes into the account list. */
  @SuppressWarnings("ArrayRecordComponent")
  public record CompiledInstruction(int program, List<Integer> accounts, byte[] data) {
    /** Copies what can change. */
    public CompiledInstruction {
      accounts = List.copyOf(accounts);
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }
  }

  /** Accounts that an address table holds. */
  public record TableLookup(Address table, List<Integer> writable, List<Integer> readOnly) {
    /** Copies the lists. */
    public TableLookup {
      writable = List.copyOf(writable);
      readOnly = List.copyOf(readOnly);
    }
  }

  /** Copies the lists. */
  public Message {
    accounts = List.copyOf(accounts);
    instructions = List.copyOf(instructions);
    lookups = List.copyOf(lookups);
  }

  /** Who pays the fee: the first account. */
  public Address feePayer() {
    return accounts.getFirst();
  }

  /** Whether the account at this index must sign. */
  public boolean signs(int index) {
    return index < requiredSignatures;
  }

  /**
   * Whether the account at this index may be written to; only for accounts in the message itself.
   */
  public boolean writes(int index) {
    return signs(index)
        ? index < requiredSignatures - readOnlySigned
        : index < accounts.size() - readOnlyUnsigned;
  }

  /**
   * The instructions with whole accounts.
   *
   * @throws MalformedMessageException if an account stands in a lookup table, which the message
   *     alone cannot tell
   */
  public List<Instruction> resolved() throws MalformedMessageException {
    if (!lookups.isEmpty()) {
      throw new MalformedMessageException("accounts stand in a lookup table");
    }
    return instructions.stream()
        .map(i ->
            new Instruction(
                accounts.get(i.program()),
                i.accounts().stream()
                    .map(a -> new AccountMeta(accounts.get(a), signs(a), writes(a)))
                    .toList(),
                i.data()))
        .toList();
  }

  /** The bytes that are signed. */
  public byte[] toBytes() {
    var out = new WireWriter();
    if (version == Version.V0) {
      out.u8(0x80);
    }
    out.u8(requiredSignatures).u8(readOnlySigned).u8(readOnlyUnsigned);
    out.compactU16(accounts.size());
    accounts.forEach(account -> out.bytes(account.bytes()));
    out.bytes(blockhash.bytes());
    out.compactU16(instructions.size());
    for (var instruction : instructions) {
      out.u8(instruction.program());
      indexes(out, instruction.accounts());
      out.compactU16(instruction.data().length).bytes(instruction.data());
    }
    if (version == Version.V0) {
      out.compactU16(lookups.size());
      for (var lookup : lookups) {
        out.bytes(lookup.table().bytes());
        indexes(out, lookup.writable());
        indexes(out, lookup.readOnly());
      }
    }
    return out.toBytes();
  }

  private static void indexes(WireWriter out, List<Integer> indexes) {
    out.compactU16(indexes.size());
    indexes.forEach(out::u8);
  }
}

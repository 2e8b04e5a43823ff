package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Message.CompiledInstruction;
import io.quantumvault.solana.message.Message.TableLookup;
import io.quantumvault.solana.message.Message.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads message bytes strictly: every byte is accounted for, every number is in its only form,
 * every index points at something. What cannot be read so is refused, never repaired.
 */
public final class MessageParser {
  private static final int VERSION_BIT = 0x80;

  private MessageParser() {}

  /**
   * The message of exactly these bytes.
   *
   * @throws UnsupportedVersionException for a version above 0
   * @throws MalformedMessageException on anything else
   */
  public static Message parse(byte[] bytes) throws MalformedMessageException {
    var in = new WireReader(bytes);
    var message = read(in);
    in.end();
    return message;
  }

  static Message read(WireReader in) throws MalformedMessageException {
    int first = in.u8();
    var version = Version.LEGACY;
    int required = first;
    if ((first & VERSION_BIT) != 0) {
      if (first != VERSION_BIT) {
        throw new UnsupportedVersionException(first & 0x7F);
      }
      version = Version.V0;
      required = in.u8();
    }
    int readOnlySigned = in.u8();
    int readOnlyUnsigned = in.u8();
    List<Address> accounts = addresses(in);
    if (required == 0
        || readOnlySigned >= required
        || required + readOnlyUnsigned > accounts.size()) {
      throw new MalformedMessageException(
          "the header does not fit " + accounts.size() + " accounts");
    }
    Address blockhash = in.address();
    List<CompiledInstruction> instructions = instructions(in);
    List<TableLookup> lookups = version == Version.V0 ? lookups(in) : List.of();
    checkIndexes(accounts.size(), instructions, lookups);
    return new Message(
        version,
        required,
        readOnlySigned,
        readOnlyUnsigned,
        accounts,
        blockhash,
        instructions,
        lookups);
  }

  private static List<Address> addresses(WireReader in) throws MalformedMessageException {
    int count = in.compactU16();
    var accounts = new ArrayList<Address>();
    for (int i = 0; i < count; i++) {
      accounts.add(in.address());
    }
    if (new HashSet<>(accounts).size() != count) {
      throw new MalformedMessageException("an account is listed twice");
    }
    return accounts;
  }

  private static List<CompiledInstruction> instructions(WireReader in)
      throws MalformedMessageException {
    int count = in.compactU16();
    var instructions = new ArrayList<CompiledInstruction>();
    for (int i = 0; i < count; i++) {
      int program = in.u8();
      List<Integer> accounts = indexes(in);
      instructions.add(new CompiledInstruction(program, accounts, in.take(in.compactU16())));
    }
    return instructions;
  }

  private static List<TableLookup> lookups(WireReader in) throws MalformedMessageException {
    int count = in.compactU16();
    var lookups = new ArrayList<TableLookup>();
    for (int i = 0; i < count; i++) {
      lookups.add(new TableLookup(in.address(), indexes(in), indexes(in)));
    }
    return lookups;
  }

  private static List<Integer> indexes(WireReader in) throws MalformedMessageException {
    var indexes = new ArrayList<Integer>();
    for (byte index : in.take(in.compactU16())) {
      indexes.add(index & 0xFF);
    }
    return indexes;
  }

  private static void checkIndexes(
      int own, List<CompiledInstruction> instructions, List<TableLookup> lookups)
      throws MalformedMessageException {
    int all = own + lookups.stream().mapToInt(l -> l.writable().size() + l.readOnly().size()).sum();
    for (var instruction : instructions) {
      if (instruction.program() == 0 || instruction.program() >= own) {
        throw new MalformedMessageException("a program index points nowhere");
      }
      if (instruction.accounts().stream().anyMatch(index -> index >= all)) {
        throw new MalformedMessageException("an account index points nowhere");
      }
    }
  }
}

package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Message.CompiledInstruction;
import io.quantumvault.solana.message.Message.TableLookup;
import io.quantumvault.solana.message.Message.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts instructions into one message: the payer first, then accounts by signing and writing, each
 * once with the widest right that any instruction asks for; within a class in order of first
 * mention.
 */
public final class MessageCompiler {
  private MessageCompiler() {}

  /** A table of addresses that a version 0 message may point into. */
  public record Table(Address address, List<Address> addresses) {
    /** Copies the list. */
    public Table {
      addresses = List.copyOf(addresses);
    }
  }

  /** A message without lookup tables. */
  public static Message compile(
      Version version, Address payer, Address blockhash, List<Instruction> instructions) {
    return compile(version, payer, blockhash, instructions, List.of());
  }

  /** A message that takes what it can from the tables; only version 0 can. */
  public static Message compile(
      Version version,
      Address payer,
      Address blockhash,
      List<Instruction> instructions,
      List<Table> tables) {
    if (version == Version.LEGACY && !tables.isEmpty()) {
      throw new IllegalArgumentException("a legacy message has no lookup tables");
    }
    var rights = rights(payer, instructions);
    var programs = new LinkedHashSet<Address>();
    instructions.forEach(i -> programs.add(i.program()));
    var lookups = new ArrayList<TableLookup>();
    var looked = new Looked();
    for (var table : tables) {
      lookups.addAll(take(table, rights, programs, looked));
    }
    var own = new ArrayList<Address>();
    int writableSigners = add(own, rights, true, true);
    int readOnlySigners = add(own, rights, true, false);
    add(own, rights, false, true);
    int readOnly = add(own, rights, false, false);
    var order = new ArrayList<>(own);
    order.addAll(looked.writable);
    order.addAll(looked.readOnly);
    var compiled =
        instructions.stream()
            .map(i ->
                new CompiledInstruction(
                    order.indexOf(i.program()),
                    i.accounts().stream().map(a -> order.indexOf(a.address())).toList(),
                    i.data()))
            .toList();
    return new Message(
        version,
        writableSigners + readOnlySigners,
        readOnlySigners,
        readOnly,
        own,
        blockhash,
        compiled,
        lookups);
  }

  private static final class Looked {
    final List<Address> writable = new ArrayList<>();
    final List<Address> readOnly = new ArrayList<>();
  }

  private static Map<Address, AccountMeta> rights(Address payer, List<Instruction> instructions) {
    var rights = new LinkedHashMap<Address, AccountMeta>();
    rights.put(payer, new AccountMeta(payer, true, true));
    for (var instruction : instructions) {
      rights.putIfAbsent(instruction.program(), AccountMeta.readOnly(instruction.program()));
      for (var account : instruction.accounts()) {
        rights.merge(account.address(), account, MessageCompiler::wider);
      }
    }
    return rights;
  }

  private static AccountMeta wider(AccountMeta a, AccountMeta b) {
    return new AccountMeta(a.address(), a.signer() || b.signer(), a.writable() || b.writable());
  }

  private static int add(
      List<Address> to, Map<Address, AccountMeta> rights, boolean signer, boolean writable) {
    var found =
        rights.values().stream()
            .filter(r -> r.signer() == signer && r.writable() == writable)
            .map(AccountMeta::address)
            .toList();
    to.addAll(found);
    return found.size();
  }

  private static List<TableLookup> take(
      Table table, Map<Address, AccountMeta> rights, Set<Address> programs, Looked to) {
    var writable = new ArrayList<Integer>();
    var readOnly = new ArrayList<Integer>();
    for (var right : List.copyOf(rights.values())) {
      int index = table.addresses().indexOf(right.address());
      if (index < 0 || right.signer() || programs.contains(right.address())) {
        continue;
      }
      rights.remove(right.address());
      (right.writable() ? writable : readOnly).add(index);
      (right.writable() ? to.writable : to.readOnly).add(right.address());
    }
    return writable.isEmpty() && readOnly.isEmpty()
        ? List.of()
        : List.of(new TableLookup(table.address(), writable, readOnly));
  }
}

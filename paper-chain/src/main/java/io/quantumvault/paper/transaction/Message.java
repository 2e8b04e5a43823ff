package io.quantumvault.paper.transaction;

import io.quantumvault.paper.address.Address;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transaction's message, legacy or version 0. Indexes into {@code keys} have been checked, except
 * that instructions of a version 0 message may point past them into lookup tables.
 */
public record Message(
    boolean versioned,
    int requiredSignatures,
    int readonlySigned,
    int readonlyUnsigned,
    List<Address> keys,
    Address recentBlockhash,
    List<CompiledInstruction> instructions,
    List<Lookup> lookups,
    List<Address> loadedWritable,
    List<Address> loadedReadonly) {

  /** One instruction as indexes into the message's keys. */
  @SuppressWarnings("ArrayRecordComponent")
  public record CompiledInstruction(int programIndex, int[] accountIndexes, byte[] data) {}

  /** Accounts loaded from an address lookup table. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Lookup(Address table, byte[] writableIndexes, byte[] readonlyIndexes) {}

  public Message {
    keys = List.copyOf(keys);
    instructions = List.copyOf(instructions);
    lookups = List.copyOf(lookups);
    loadedWritable = List.copyOf(loadedWritable);
    loadedReadonly = List.copyOf(loadedReadonly);
  }

  /** The same message with what its lookup tables hold. */
  public Message withLoaded(List<Address> writable, List<Address> readonly) {
    return new Message(
        versioned,
        requiredSignatures,
        readonlySigned,
        readonlyUnsigned,
        keys,
        recentBlockhash,
        instructions,
        lookups,
        writable,
        readonly);
  }

  /** Every account that instructions may point at: keys, then what was loaded. */
  public List<Address> accounts() {
    return Stream.of(keys, loadedWritable, loadedReadonly).flatMap(List::stream).toList();
  }

  public Address feePayer() {
    return keys.getFirst();
  }

  public boolean isSigner(int index) {
    return index < requiredSignatures;
  }

  public boolean isWritable(int index) {
    if (index >= keys.size()) {
      return index < keys.size() + loadedWritable.size();
    }
    return index < requiredSignatures
        ? index < requiredSignatures - readonlySigned
        : index < keys.size() - readonlyUnsigned;
  }
}

package io.quantumvault.paper.transaction;

import io.quantumvault.paper.address.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Parses legacy and version 0 transactions as a validator does: nothing may be left over and every
 * index must lead somewhere. Wire format: Solana's transaction documentation.
 */
public final class TransactionParser {
  /** What fits into one network packet. */
  public static final int MAX_BYTES = 1232;

  private static final int SIGNATURE_BYTES = 64;

  private TransactionParser() {}

  public static Transaction parse(byte[] wire) throws MalformedTransactionException {
    if (wire.length > MAX_BYTES) {
      throw new MalformedTransactionException(
          "transaction too large: " + wire.length + " bytes (max: " + MAX_BYTES + " bytes)");
    }
    WireReader in = new WireReader(wire);
    int count = in.compactU16();
    List<byte[]> signatures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signatures.add(in.take(SIGNATURE_BYTES));
    }
    int start = in.position();
    Message message = message(in);
    if (in.remaining() != 0) {
      throw new MalformedTransactionException("trailing bytes");
    }
    if (signatures.size() != message.requiredSignatures()) {
      throw new MalformedTransactionException("wrong number of signatures");
    }
    return new Transaction(
        signatures, message, Arrays.copyOfRange(wire, start, wire.length), wire.clone());
  }

  /** Parses a message alone, as getFeeForMessage takes it. */
  public static Message parseMessage(byte[] bytes) throws MalformedTransactionException {
    WireReader in = new WireReader(bytes);
    Message message = message(in);
    if (in.remaining() != 0) {
      throw new MalformedTransactionException("trailing bytes");
    }
    return message;
  }

  private static Message message(WireReader in) throws MalformedTransactionException {
    boolean versioned = (in.peek() & 0x80) != 0;
    if (versioned) {
      requireVersionZero(in.u8() & 0x7f);
    }
    int required = in.u8();
    int readonlySigned = in.u8();
    int readonlyUnsigned = in.u8();
    List<Address> keys = keys(in);
    Address blockhash = in.address();
    List<Message.CompiledInstruction> instructions = instructions(in);
    List<Message.Lookup> lookups = versioned ? lookups(in) : List.of();
    Message message =
        new Message(
            versioned,
            required,
            readonlySigned,
            readonlyUnsigned,
            keys,
            blockhash,
            instructions,
            lookups,
            List.of(),
            List.of());
    sanitize(message);
    return message;
  }

  private static void requireVersionZero(int version) throws MalformedTransactionException {
    if (version != 0) {
      throw new MalformedTransactionException(
          "transaction version "
              + version
              + " is not supported by this node: send a legacy or a version 0 transaction");
    }
  }

  private static List<Address> keys(WireReader in) throws MalformedTransactionException {
    int count = in.compactU16();
    List<Address> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(in.address());
    }
    return keys;
  }

  private static List<Message.CompiledInstruction> instructions(WireReader in)
      throws MalformedTransactionException {
    int count = in.compactU16();
    List<Message.CompiledInstruction> instructions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int program = in.u8();
      byte[] indexes = in.take(in.compactU16());
      int[] accounts = new int[indexes.length];
      for (int j = 0; j < indexes.length; j++) {
        accounts[j] = indexes[j] & 0xff;
      }
      byte[] data = in.take(in.compactU16());
      instructions.add(new Message.CompiledInstruction(program, accounts, data));
    }
    return instructions;
  }

  private static List<Message.Lookup> lookups(WireReader in) throws MalformedTransactionException {
    int count = in.compactU16();
    List<Message.Lookup> lookups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lookups.add(
          new Message.Lookup(in.address(), in.take(in.compactU16()), in.take(in.compactU16())));
    }
    return lookups;
  }

  private static void sanitize(Message message) throws MalformedTransactionException {
    int loaded =
        message.lookups().stream()
            .mapToInt(l -> l.writableIndexes().length + l.readonlyIndexes().length)
            .sum();
    int all = message.keys().size() + loaded;
    boolean sane =
        message.requiredSignatures() > 0
            && message.readonlySigned() < message.requiredSignatures()
            && message.requiredSignatures() + message.readonlyUnsigned() <= message.keys().size()
            && all <= 256;
    for (Message.CompiledInstruction instruction : message.instructions()) {
      sane &= instruction.programIndex() > 0 && instruction.programIndex() < message.keys().size();
      for (int index : instruction.accountIndexes()) {
        sane &= index < all;
      }
    }
    if (!sane) {
      throw new MalformedTransactionException(
          "Transaction failed to sanitize accounts offsets correctly");
    }
  }

  /** Whether an account is named twice, which a validator refuses. */
  public static boolean namesAnAccountTwice(Message message) {
    List<Address> accounts = message.accounts();
    return new HashSet<>(accounts).size() != accounts.size();
  }
}

package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.address.ProgramAddresses;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.Rent;
import io.quantumvault.paper.ledger.TransactionError;
import io.quantumvault.paper.ledger.TransactionError.Plain;
import io.quantumvault.paper.transaction.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Address lookup tables: accounts of 56 bytes and then the addresses, from which a version 0
 * message loads accounts by index. Layout: the Address Lookup Table program's {@code
 * LookupTableMeta}.
 */
public final class LookupTables {
  public static final Address ID = Address.parse("AddressLookupTab1e1111111111111111111111111");
  public static final int MAX_ADDRESSES = 256;

  private static final int META = 56;
  private static final int INITIALIZED = 1;
  private static final long NOT_DEACTIVATED = -1L;

  private LookupTables() {}

  /** What a message's lookups came to. */
  sealed interface Loading {
    record Loaded(Message message) implements Loading {}

    record Failed(TransactionError error) implements Loading {}
  }

  /** The first address of this slot's row that nothing lies at yet. */
  public static Address free(Function<Address, Account> accounts, long slot) {
    for (int number = 0; ; number++) {
      byte[] seed = ByteBuffer.allocate(12).putLong(slot).putInt(number).array();
      Address table = ProgramAddresses.derive(ID, ProgramAddresses.ascii("paper"), seed);
      if (!accounts.apply(table).exists()) {
        return table;
      }
    }
  }

  public static void create(Accounts accounts, Address table, List<Address> addresses, long slot) {
    byte[] data = new byte[META + Address.BYTES * addresses.size()];
    ByteBuffer.wrap(data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(INITIALIZED)
        .putLong(NOT_DEACTIVATED)
        .putLong(slot);
    for (int i = 0; i < addresses.size(); i++) {
      addresses.get(i).copyTo(data, META + Address.BYTES * i);
    }
    accounts.put(table, new Account(Rent.exemptLamports(data.length), data, ID, false));
  }

  static Loading load(Message message, Accounts accounts) {
    List<Address> writable = new ArrayList<>();
    List<Address> readonly = new ArrayList<>();
    for (Message.Lookup lookup : message.lookups()) {
      Account table = accounts.get(lookup.table());
      if (!table.exists()) {
        return new Loading.Failed(Plain.AddressLookupTableNotFound);
      }
      if (!table.owner().equals(ID)) {
        return new Loading.Failed(Plain.InvalidAddressLookupTableOwner);
      }
      if (table.data().length < META || table.data()[0] != INITIALIZED) {
        return new Loading.Failed(Plain.InvalidAddressLookupTableData);
      }
      if (!take(table, lookup.writableIndexes(), writable)
          || !take(table, lookup.readonlyIndexes(), readonly)) {
        return new Loading.Failed(Plain.InvalidAddressLookupTableIndex);
      }
    }
    return new Loading.Loaded(message.withLoaded(writable, readonly));
  }

  private static boolean take(Account table, byte[] indexes, List<Address> into) {
    for (byte index : indexes) {
      int at = META + Address.BYTES * (index & 0xff);
      if (at + Address.BYTES > table.data().length) {
        return false;
      }
      into.add(Address.at(table.data(), at));
    }
    return true;
  }
}

package io.quantumvault.paper.outbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.chain.ChainInput;
import io.quantumvault.paper.venue.VenueSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Inputs as bytes: a kind, then the fields in order, big-endian. */
final class JournalCodec {
  private static final int GENESIS = 1;

  /** As it was written before slots could be skipped. */
  private static final int SESSION_UNSKIPPED = 2;

  private static final int RESERVED = 3;
  private static final int BLOCK = 4;
  private static final int AIRDROP = 5;
  private static final int DEPOSIT = 6;
  private static final int PRICE_SET = 7;
  private static final int SESSION = 8;
  private static final int SKIP = 9;
  private static final int LOOKUP_TABLE = 10;
  private static final int VENUE = 11;

  private JournalCodec() {}

  static byte[] encode(ChainInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    switch (input) {
      case ChainInput.Genesis genesis -> write(out, genesis);
      case ChainInput.Session session -> write(out, session);
      case ChainInput.Reserved reserved -> {
        out.writeByte(RESERVED);
        out.writeLong(reserved.throughSlot());
      }
      case ChainInput.Block block -> {
        out.writeByte(BLOCK);
        out.writeLong(block.slot());
        out.writeInt(block.transactions().size());
        for (byte[] transaction : block.transactions()) {
          bytes(out, transaction);
        }
      }
      case ChainInput.Airdrop airdrop -> {
        out.writeByte(AIRDROP);
        out.writeLong(airdrop.slot());
        out.write(airdrop.to().toBytes());
        out.writeLong(airdrop.lamports());
        bytes(out, airdrop.signature());
      }
      case ChainInput.Deposit deposit -> {
        out.writeByte(DEPOSIT);
        out.writeLong(deposit.slot());
        out.write(deposit.user().toBytes());
        out.writeLong(deposit.amount());
      }
      case ChainInput.PriceSet price -> {
        out.writeByte(PRICE_SET);
        out.writeLong(price.slot());
        out.writeUTF(price.market());
        out.writeLong(price.price());
      }
      case ChainInput.Skip skip -> {
        out.writeByte(SKIP);
        out.writeLong(skip.slot());
        out.writeInt(skip.count());
      }
      case ChainInput.LookupTable table -> {
        out.writeByte(LOOKUP_TABLE);
        out.writeLong(table.slot());
        out.write(table.table().toBytes());
        out.writeInt(table.addresses().size());
        for (Address address : table.addresses()) {
          out.write(address.toBytes());
        }
      }
      case ChainInput.Venue change -> {
        out.writeByte(VENUE);
        out.writeLong(change.slot());
        VenueChangeCodec.write(out, change.change());
      }
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, ChainInput.Genesis genesis) throws IOException {
    out.writeByte(GENESIS);
    bytes(out, genesis.nonce());
    out.writeInt(genesis.prices().size());
    for (Map.Entry<String, Long> price : new TreeMap<>(genesis.prices()).entrySet()) {
      out.writeUTF(price.getKey());
      out.writeLong(price.getValue());
    }
    out.writeLong(genesis.millis());
  }

  private static void write(DataOutputStream out, ChainInput.Session session) throws IOException {
    VenueSettings venue = session.venue();
    out.writeByte(SESSION);
    out.writeLong(session.slot());
    out.writeLong(session.millis());
    out.writeLong(session.slotMillis());
    out.writeInt(venue.takerFeePpm());
    out.writeInt(venue.spreadPpm());
    out.writeInt(venue.fillLatencySlots());
    out.writeBoolean(venue.pricesMove());
    out.writeLong(venue.walkSeed());
    out.writeInt(venue.walkStepPpm());
    out.writeInt(session.skippedPpm());
  }

  static ChainInput decode(byte[] record) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    int kind = in.readByte();
    return switch (kind) {
      case GENESIS -> genesis(in);
      case SESSION_UNSKIPPED -> session(in, false);
      case SESSION -> session(in, true);
      case RESERVED -> new ChainInput.Reserved(in.readLong());
      case BLOCK -> block(in);
      case AIRDROP -> new ChainInput.Airdrop(in.readLong(), address(in), in.readLong(), bytes(in));
      case DEPOSIT -> new ChainInput.Deposit(in.readLong(), address(in), in.readLong());
      case PRICE_SET -> new ChainInput.PriceSet(in.readLong(), in.readUTF(), in.readLong());
      case SKIP -> new ChainInput.Skip(in.readLong(), in.readInt());
      case LOOKUP_TABLE -> new ChainInput.LookupTable(in.readLong(), address(in), addresses(in));
      case VENUE -> new ChainInput.Venue(in.readLong(), VenueChangeCodec.read(in));
      default -> throw new IOException("unknown kind of journal record: " + kind);
    };
  }

  private static ChainInput genesis(DataInputStream in) throws IOException {
    byte[] nonce = bytes(in);
    Map<String, Long> prices = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      prices.put(in.readUTF(), in.readLong());
    }
    return new ChainInput.Genesis(nonce, prices, in.readLong());
  }

  private static ChainInput session(DataInputStream in, boolean skipping) throws IOException {
    long slot = in.readLong();
    long millis = in.readLong();
    long slotMillis = in.readLong();
    VenueSettings venue =
        new VenueSettings(
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readBoolean(),
            in.readLong(),
            in.readInt());
    return new ChainInput.Session(slot, millis, slotMillis, venue, skipping ? in.readInt() : 0);
  }

  private static List<Address> addresses(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(address(in));
    }
    return addresses;
  }

  private static ChainInput block(DataInputStream in) throws IOException {
    long slot = in.readLong();
    int count = in.readInt();
    List<byte[]> transactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      transactions.add(bytes(in));
    }
    return new ChainInput.Block(slot, transactions);
  }

  private static Address address(DataInputStream in) throws IOException {
    return Address.of(in.readNBytes(Address.BYTES));
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}

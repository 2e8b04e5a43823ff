package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Reservation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bot's book as bytes, for the stage's own store only. First byte is the layout's version; a new
 * layout gets a new number and this class keeps reading the old ones.
 */
public final class BotBookCodec {
  private static final int VERSION = 2;

  /** Did not write down whether a reserved order may rest. */
  private static final int WITHOUT_KIND = 1;

  private BotBookCodec() {}

  /** The bytes of a book. */
  public static byte[] encode(BotBook book) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeAccount(out, book.account);
      out.writeInt(book.held.size());
      for (var entry : book.held.entrySet()) {
        writeId(out, entry.getKey());
        writeHeld(out, entry.getValue());
      }
      writeMemory(out, book.signals);
      writeMemory(out, book.alertIds);
      writeMemory(out, book.contents);
      out.writeInt(book.recentOrders.size());
      for (long time : book.recentOrders) {
        out.writeLong(time);
      }
      out.writeLong(book.countedDay.toEpochDay());
      out.writeInt(book.ordersOnDay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The book of bytes.
   *
   * @throws CorruptState if this code did not write them; the stage then stops, because going on
   *     with an empty book would loosen every limit
   */
  public static BotBook decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION && version != WITHOUT_KIND) {
        throw new CorruptState("a bot's book of an unknown layout");
      }
      var book = new BotBook();
      book.account = readAccount(in);
      for (int left = in.readInt(); left > 0; left--) {
        book.held.put(readId(in), readHeld(in, version));
      }
      readMemory(in, book.signals);
      readMemory(in, book.alertIds);
      readMemory(in, book.contents);
      for (int left = in.readInt(); left > 0; left--) {
        book.recentOrders.addLast(in.readLong());
      }
      book.countedDay = LocalDate.ofEpochDay(in.readLong());
      book.ordersOnDay = in.readInt();
      if (in.read() != -1) {
        throw new CorruptState("a bot's book with something behind its end");
      }
      return book;
    } catch (IOException e) {
      throw new CorruptState("a bot's book that ends too early", e);
    }
  }

  private static void writeAccount(DataOutputStream out, @Nullable Account account)
      throws IOException {
    out.writeBoolean(account != null);
    if (account == null) {
      return;
    }
    out.writeLong(account.slot());
    out.writeLong(account.observedAt().toEpochMilli());
    writeDecimal(out, account.equityUsd());
    out.writeInt(account.positions().size());
    for (var position : account.positions().entrySet()) {
      out.writeUTF(position.getKey());
      writeDecimal(out, position.getValue());
    }
    out.writeInt(account.openOrders().size());
    for (var order : account.openOrders()) {
      out.writeUTF(order.market());
      out.writeLong(order.orderId());
      out.writeBoolean(order.direction() == Direction.LONG);
      writeDecimal(out, order.remaining());
    }
    out.writeLong(account.day().toEpochDay());
    writeDecimal(out, account.openingEquityUsd());
    writeDecimal(out, account.netDepositsUsd());
  }

  private static @Nullable Account readAccount(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    long slot = in.readLong();
    var observedAt = Instant.ofEpochMilli(in.readLong());
    var equity = readDecimal(in);
    var positions = new TreeMap<String, BigDecimal>();
    for (int left = in.readInt(); left > 0; left--) {
      positions.put(in.readUTF(), readDecimal(in));
    }
    var orders = new ArrayList<OpenOrder>();
    for (int left = in.readInt(); left > 0; left--) {
      orders.add(new OpenOrder(in.readUTF(), in.readLong(), readDirection(in), readDecimal(in)));
    }
    return new Account(
        slot,
        observedAt,
        equity,
        positions,
        orders,
        LocalDate.ofEpochDay(in.readLong()),
        readDecimal(in),
        readDecimal(in));
  }

  private static void writeHeld(DataOutputStream out, HeldReservation held) throws IOException {
    var reservation = held.reservation();
    out.writeUTF(reservation.market());
    out.writeBoolean(reservation.direction() == Direction.LONG);
    writeDecimal(out, reservation.size());
    out.writeBoolean(reservation.reducing());
    out.writeBoolean(reservation.mayRest());
    out.writeLong(held.takenAt().toEpochMilli());
    out.writeBoolean(held.outcomeUnknown());
    out.writeLong(held.landedSlot());
  }

  private static HeldReservation readHeld(DataInputStream in, int version) throws IOException {
    var reservation =
        new Reservation(
            in.readUTF(),
            readDirection(in),
            readDecimal(in),
            in.readBoolean(),
            // Unknown of what an older stage reserved: counting it loosens no limit.
            version == WITHOUT_KIND || in.readBoolean());
    return new HeldReservation(
        reservation, Instant.ofEpochMilli(in.readLong()), in.readBoolean(), in.readLong());
  }

  private static void writeMemory(DataOutputStream out, Memory memory) throws IOException {
    out.writeLong(memory.watermarkMs());
    out.writeInt(memory.entries().size());
    for (var entry : memory.entries().entrySet()) {
      writeId(out, entry.getKey());
      out.writeLong(entry.getValue());
    }
  }

  private static void readMemory(DataInputStream in, Memory memory) throws IOException {
    long watermark = in.readLong();
    var entries = new LinkedHashMap<UUID, Long>();
    for (int left = in.readInt(); left > 0; left--) {
      entries.put(readId(in), in.readLong());
    }
    memory.restore(watermark, entries);
  }

  private static void writeId(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID readId(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void writeDecimal(DataOutputStream out, BigDecimal number) throws IOException {
    byte[] unscaled = number.unscaledValue().toByteArray();
    out.writeInt(number.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
  }

  private static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(in.readNBytes(in.readInt())), scale);
  }

  private static Direction readDirection(DataInputStream in) throws IOException {
    return in.readBoolean() ? Direction.LONG : Direction.SHORT;
  }
}

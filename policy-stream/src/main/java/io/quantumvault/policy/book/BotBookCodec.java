package io.quantumvault.policy.book;

import io.quantumvault.policy.book.Pursuit.Cause;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.Reservation;
import java.io.IOException;
import java.time.LocalDate;

/**
 * A bot's book as bytes, for the stage's own store only. First byte is the layout's version; a new
 * layout gets a new number.
 */
public final class BotBookCodec {
  private static final int VERSION = 3;

  private BotBookCodec() {}

  /** The bytes of a book. */
  public static byte[] encode(BotBook book) {
    return StateOutput.of(out -> {
      out.u8(VERSION);
      out.perhaps(book.account, account -> AccountCodec.write(out, account));
      out.all(
          book.held.entrySet(),
          held -> {
            out.id(held.getKey());
            write(out, held.getValue());
          });
      out.all(book.recentEntries, out::number);
      out.all(book.recentExits, out::number);
      out.number(book.countedDay.toEpochDay());
      out.number(book.entriesOnDay);
      out.all(
          book.markets.entrySet(),
          mark -> {
            out.text(mark.getKey());
            write(out, mark.getValue());
          });
      out.all(
          book.pursuits.entrySet(),
          pursuit -> {
            out.text(pursuit.getKey());
            write(out, pursuit.getValue());
          });
      out.number(book.forgottenAlertMs);
      out.number(book.forgottenSignalMs);
    });
  }

  /**
   * The book of bytes.
   *
   * @throws CorruptState if this code did not write them; going on with an empty book would loosen
   *     every limit
   */
  public static BotBook decode(byte[] bytes) {
    return StateInput.read(bytes, "a bot's book", BotBookCodec::book);
  }

  private static BotBook book(StateInput in) throws IOException {
    if (in.u8() != VERSION) {
      throw new CorruptState("a bot's book of an unknown layout");
    }
    var book = new BotBook();
    book.account = in.perhaps(() -> AccountCodec.read(in));
    in.all(() -> book.held.put(in.id(), held(in)));
    in.all(() -> book.recentEntries.addLast(in.number()));
    in.all(() -> book.recentExits.addLast(in.number()));
    book.countedDay = LocalDate.ofEpochDay(in.number());
    book.entriesOnDay = Math.toIntExact(in.number());
    in.all(() -> book.markets.put(in.text(), mark(in)));
    in.all(() -> book.pursuits.put(in.text(), pursuit(in)));
    book.forgottenAlertMs = in.number();
    book.forgottenSignalMs = in.number();
    return book;
  }

  private static void write(StateOutput out, HeldReservation held) throws IOException {
    var reservation = held.reservation();
    out.text(reservation.market());
    AccountCodec.direction(out, reservation.direction());
    out.decimal(reservation.size());
    out.truth(reservation.exit());
    out.truth(reservation.mayRest());
    out.time(held.takenAt());
    out.truth(held.outcomeUnknown());
    out.number(held.landedSlot());
  }

  private static HeldReservation held(StateInput in) throws IOException {
    var reservation =
        new Reservation(
            in.text(), AccountCodec.direction(in), in.decimal(), in.truth(), in.truth());
    return new HeldReservation(reservation, in.time(), in.truth(), in.number());
  }

  private static void write(StateOutput out, MarketMark mark) throws IOException {
    out.perhaps(mark.followed(), out::time);
    out.number(mark.entries().count());
    out.perhaps(mark.entries().lastAt(), out::time);
    out.perhaps(mark.tidiedAt(), out::time);
  }

  private static MarketMark mark(StateInput in) throws IOException {
    return new MarketMark(
        in.perhaps(in::time),
        new Entries(Math.toIntExact(in.number()), in.perhaps(in::time)),
        in.perhaps(in::time));
  }

  private static void write(StateOutput out, Pursuit pursuit) throws IOException {
    switch (pursuit.cause()) {
      case Cause.OfSignal(var signalId, var part, var causation, var alertTime) -> {
        out.u8(1);
        out.id(signalId);
        out.u8(part);
        out.text(causation);
        out.time(alertTime);
      }
      case Cause.OfStop(var stopId) -> {
        out.u8(2);
        out.id(stopId);
      }
    }
    out.number(pursuit.attempt());
    out.perhaps(pursuit.current(), out::id);
    AccountCodec.direction(out, pursuit.direction());
    out.perhaps(pursuit.left(), out::decimal);
    out.number(pursuit.slippageBps());
    out.time(pursuit.notBefore());
  }

  private static Pursuit pursuit(StateInput in) throws IOException {
    var cause =
        switch (in.u8()) {
          case 1 -> new Cause.OfSignal(in.id(), in.u8(), in.text(), in.time());
          case 2 -> new Cause.OfStop(in.id());
          default -> throw new CorruptState("an exit of an unknown cause");
        };
    return new Pursuit(
        cause,
        Math.toIntExact(in.number()),
        in.perhaps(in::id),
        AccountCodec.direction(in),
        in.perhaps(in::decimal),
        Math.toIntExact(in.number()),
        in.time());
  }
}

package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Reservation;
import java.time.Instant;

/**
 * A reservation in a bot's book.
 *
 * @param outcomeUnknown people must resolve it
 * @param landedSlot slot of its confirmed effect while no account reading covers that slot; else 0
 */
public record HeldReservation(
    Reservation reservation, Instant takenAt, boolean outcomeUnknown, long landedSlot) {

  /** As just approved. */
  public static HeldReservation taken(Reservation reservation, Instant at) {
    return new HeldReservation(reservation, at, false, 0);
  }

  HeldReservation unknown() {
    return new HeldReservation(reservation, takenAt, true, landedSlot);
  }

  HeldReservation landedAt(long slot) {
    return new HeldReservation(reservation, takenAt, outcomeUnknown, slot);
  }
}

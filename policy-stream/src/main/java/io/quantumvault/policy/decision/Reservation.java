package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an approved and unfinished order may still do to the position.
 *
 * @param direction absent for a close whose side the signer finds
 * @param size base units; zero for an exit of all that the signer finds
 * @param exit sent with the venue's reduce-only flag
 * @param mayRest what of it does not fill at once stays at the venue as an open order
 */
public record Reservation(
    String market, @Nullable Direction direction, BigDecimal size, boolean exit, boolean mayRest) {

  /** What an exit may take off a position, as large as it may have grown since; not signed. */
  BigDecimal takenOff(BigDecimal position) {
    boolean against = direction == null || position.signum() == -direction.sign();
    if (!against) {
      return BigDecimal.ZERO;
    }
    return size.signum() == 0 ? position.abs() : size.min(position.abs());
  }
}

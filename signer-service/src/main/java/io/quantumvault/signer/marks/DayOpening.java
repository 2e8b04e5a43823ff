package io.quantumvault.signer.marks;

import io.quantumvault.signer.venue.VenueAccount;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A bot's equity at the opening of a UTC day, with the totals of deposits and withdrawals then. */
public record DayOpening(
    LocalDate day, BigDecimal equityUsd, BigDecimal depositsUsd, BigDecimal withdrawalsUsd) {

  /** The opening that a reading makes if it is the first of its day. */
  public static DayOpening of(LocalDate day, VenueAccount account) {
    return new DayOpening(
        day, account.equityUsd(), account.totalDepositsUsd(), account.totalWithdrawalsUsd());
  }

  /** Deposits less withdrawals since the opening. */
  public BigDecimal netDepositsUsd(VenueAccount now) {
    return now.totalDepositsUsd()
        .subtract(depositsUsd)
        .subtract(now.totalWithdrawalsUsd().subtract(withdrawalsUsd));
  }

  /** What was lost since the opening; negative for a gain. */
  public BigDecimal lossUsd(VenueAccount now) {
    return equityUsd.add(netDepositsUsd(now)).subtract(now.equityUsd());
  }
}

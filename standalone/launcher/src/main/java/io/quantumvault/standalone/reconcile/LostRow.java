package io.quantumvault.standalone.reconcile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger as its events tell it.
 *
 * @param payload the intent's; made from the events where intents-v1 does not have it
 * @param counted an order, for the limits per minute and day
 * @param signedBase what it may still add to the position
 * @param transaction all of its columns; null if it was refused
 * @param createdAt the time of its first event: limits count it from there
 * @param endedAt null for an unknown outcome
 */
@SuppressWarnings("ArrayRecordComponent")
record LostRow(
    UUID intentId,
    @Nullable UUID signalId,
    String owner,
    UUID botId,
    @Nullable UUID grantId,
    int partition,
    long offset,
    byte[] payload,
    State state,
    @Nullable String reason,
    String detail,
    String market,
    boolean counted,
    BigDecimal signedBase,
    boolean reducing,
    boolean rests,
    @Nullable Transaction transaction,
    Instant createdAt,
    @Nullable Instant endedAt) {

  /** How a row comes back: ended, or asked on by the signer; never signed. */
  enum State {
    REFUSED,
    CONFIRMED,
    FAILED,
    EXPIRED,
    OUTCOME_UNKNOWN
  }

  /**
   * What was signed.
   *
   * @param slot it landed in; 0 for none
   * @param signedSequence of its first event
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Transaction(
      byte[] wire,
      byte[] signature,
      long lastValidBlockHeight,
      long slot,
      long signedSequence,
      Instant signedAt) {}
}

package io.quantumvault.signer.order;

import io.quantumvault.signer.marks.StandingMark.Hold;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody ordered by {@code qv admin}. */
public sealed interface AdminOrder {
  /** The order's own id. */
  UUID orderId();

  /** The wallet it is about. */
  String agentWallet();

  /** Whoever ran the command, as the operating system names them; text from outside. */
  String by();

  /**
   * Ledger, state and marks were brought together.
   *
   * @param hold the one that may end; null where none was seen
   * @param marksLost they know that what only the marks told is lost
   */
  record Reconciled(
      UUID orderId, String agentWallet, String by, @Nullable Hold hold, boolean marksLost)
      implements AdminOrder {}

  /**
   * An intent's unknown outcome is this one.
   *
   * @param validUntil later it is void
   */
  record Resolve(
      UUID orderId,
      String agentWallet,
      String by,
      UUID intentId,
      Resolution resolution,
      String reason,
      Instant validUntil)
      implements AdminOrder {}

  /** What people may say became of a transaction. */
  enum Resolution {
    CONFIRMED,
    FAILED,
    EXPIRED
  }
}

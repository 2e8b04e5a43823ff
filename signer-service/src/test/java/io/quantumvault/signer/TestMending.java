package io.quantumvault.signer;

import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.sql.SQLException;
import java.util.UUID;

/** What {@code qv admin reconcile} leaves in the ledger, as the role that may. */
final class TestMending {
  private TestMending() {}

  /** The wallet's ledger was mended for this order and this hold. */
  static void of(Platform platform, String agentWallet, UUID orderId, Hold hold)
      throws SQLException {
    try (var c = platform.postgres().connect(DatabaseRole.RECONCILER)) {
      TestOwner.run(
          c,
          "UPDATE ledger.wallets SET mended_order = ?, mended_ledger_sequence = ?, mended_mark_sequence = ?,"
              + " mended_hold_at_ms = ? WHERE agent_wallet = ?",
          orderId,
          hold.ledgerSequence(),
          hold.markSequence(),
          hold.at().toEpochMilli(),
          agentWallet);
    }
  }
}

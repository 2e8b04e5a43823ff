package io.quantumvault.control.exchange;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What an exchange brought about. */
public sealed interface Effect {
  record Enrolled(String owner, UUID walletSlot, UUID recoverySlot) implements Effect {}

  /**
   * A new session. The secret goes into the cookie, the CSRF token into the answer; neither is
   * stored.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record SessionStarted(
      UUID sessionId, String owner, byte[] secret, byte[] csrfToken, Instant expiresAt)
      implements Effect {}

  record WalletCreated(String agentWallet, String signingMode) implements Effect {}

  record Granted(
      UUID grantId,
      UUID botId,
      long grantSequence,
      long policyVersion,
      Instant startsAt,
      Instant expiresAt)
      implements Effect {}

  /** The grants that ended; empty when none was live. */
  record Revoked(List<UUID> grantIds) implements Effect {}

  record Resumed(UUID stopId) implements Effect {}
}

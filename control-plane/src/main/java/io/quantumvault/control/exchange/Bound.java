package io.quantumvault.control.exchange;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a challenge holds fast from its beginning to its end. Public values only. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Bound {
  /** Enrolling: what both new slots will be made with. */
  record Enrol(
      byte[] ownerSalt, UUID walletSlot, byte[] keySalt, UUID recoverySlot, int templateVersion)
      implements Bound {}

  /** Signing in. */
  record SignIn() implements Bound {}

  /** A new agent wallet: SERVER_SIDE or CLIENT_SIDE. */
  record CreateWallet(String signingMode) implements Bound {}

  /** A grant over one version of a bot's policy bytes. */
  record Enable(UUID botId, long policyVersion, byte[] policySha256, Instant grantExpiresAt)
      implements Bound {}

  /** Lifting one stop. */
  record Resume(UUID stopId) implements Bound {}

  /** Ending one bot's grant, or all of the owner's when the bot is null. */
  record Revoke(@Nullable UUID botId) implements Bound {}
}

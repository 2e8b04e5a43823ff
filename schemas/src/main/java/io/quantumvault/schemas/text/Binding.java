package io.quantumvault.schemas.text;

import io.quantumvault.schemas.policy.PolicyDocument;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a purpose binds into its text, beyond the frame. */
public sealed interface Binding {

  /** Becoming an owner. */
  record Enrol() implements Binding {}

  /** Signing in. */
  record SignIn() implements Binding {}

  /**
   * A new agent wallet.
   *
   * @param signingMode SERVER_SIDE, CLIENT_SIDE or ENCLAVE
   */
  record CreateWallet(String signingMode) implements Binding {}

  /**
   * A grant: every limit of the policy is said in words, the policy bytes are named by version and
   * hash.
   *
   * @param grantExpiresAt whole milliseconds
   */
  record Enable(PolicyDocument policy, long policyVersion, Instant grantExpiresAt)
      implements Binding {}

  /** Lifting one stop. */
  record Resume(UUID stopId) implements Binding {}

  /**
   * Ending grants.
   *
   * @param botId the bot, or null for all of the owner's
   */
  record Revoke(@Nullable UUID botId) implements Binding {}

  /** Showing a wallet's words once. */
  record Reveal(String agentWallet) implements Binding {}

  /**
   * Rotating keys.
   *
   * @param what {@code slot} or {@code umk}
   */
  record Rotate(String what) implements Binding {}

  /**
   * Taking funds out, always to the owner wallet.
   *
   * @param asset such as SOL
   * @param amount plain decimal text
   */
  record Withdraw(String agentWallet, String asset, String amount) implements Binding {}
}

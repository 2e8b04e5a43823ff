package io.quantumvault.schemas.text;

import io.quantumvault.schemas.text.Binding.CreateWallet;
import io.quantumvault.schemas.text.Binding.Enable;
import io.quantumvault.schemas.text.Binding.Enrol;
import io.quantumvault.schemas.text.Binding.Resume;
import io.quantumvault.schemas.text.Binding.Reveal;
import io.quantumvault.schemas.text.Binding.Revoke;
import io.quantumvault.schemas.text.Binding.Rotate;
import io.quantumvault.schemas.text.Binding.SignIn;
import io.quantumvault.schemas.text.Binding.Withdraw;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The text of an authorisation: says in words and numbers everything that signing it gives. Pure:
 * the same frame and binding always give the same bytes, so that any service can render a stored
 * text again and compare. Rule: the page docs/owner-protocol.md.
 */
public final class AuthorisationText {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private AuthorisationText() {}

  /** The message for a binding in a frame. */
  public static SiwsMessage of(Binding binding, Frame frame) {
    var resources = new ArrayList<String>();
    resources.add("urn:quantumvault:purpose:" + purpose(binding).wireName());
    resources.add("urn:quantumvault:cluster:" + frame.cluster());
    resources.addAll(resources(binding));
    return new SiwsMessage(
        frame.domain(),
        frame.ownerAddress(),
        statement(binding),
        frame.uri(),
        "1",
        frame.cluster(),
        frame.nonceHex(),
        time(frame.issuedAt()),
        time(frame.expiresAt()),
        null,
        frame.challengeId().toString(),
        resources);
  }

  /** A time as the texts write it: UTC with exactly three decimals of a second. */
  public static String time(Instant instant) {
    return MILLIS.format(instant);
  }

  /** The purpose a binding belongs to. */
  public static Purpose purpose(Binding binding) {
    return switch (binding) {
      case Enrol b -> Purpose.ENROL;
      case SignIn b -> Purpose.UNLOCK_UMK;
      case CreateWallet b -> Purpose.CREATE_AGENT_WALLET;
      case Enable b -> Purpose.ENABLE_EXECUTION;
      case Resume b -> Purpose.RESUME_EXECUTION;
      case Revoke b -> Purpose.REVOKE_EXECUTION;
      case Reveal b -> Purpose.REVEAL_MNEMONIC;
      case Rotate b -> Purpose.ROTATE_KEYS;
      case Withdraw b -> Purpose.WITHDRAW;
    };
  }

  private static String statement(Binding binding) {
    return switch (binding) {
      case Enrol b -> "Open a QuantumVault account for this wallet.";
      case SignIn b -> "Sign in to QuantumVault. This gives no right to trade.";
      case CreateWallet b -> createWallet(b.signingMode());
      case Enable b -> GrantStatement.of(b.policy(), b.grantExpiresAt());
      case Resume b -> "Lift the stop " + b.stopId() + " so that granted bots may trade again.";
      case Revoke b ->
          b.botId() == null
              ? "End every grant of this account now. No bot may trade until you sign a new grant."
              : "End the grant of bot "
                  + b.botId()
                  + " now. It may not trade until you sign a new grant.";
      case Reveal b -> "Show the 24 words of agent wallet " + b.agentWallet() + " once.";
      case Rotate b -> "Rotate the keys of this account: " + b.what() + ".";
      case Withdraw b ->
          "Send "
              + b.amount()
              + " "
              + b.asset()
              + " from agent wallet "
              + b.agentWallet()
              + " to this wallet.";
    };
  }

  private static String createWallet(String signingMode) {
    return "SERVER_SIDE".equals(signingMode)
        ? "Create an agent wallet in mode SERVER_SIDE. I agree that QuantumVault keeps its encrypted key and signs"
            + " trades with it while a grant of mine lives, within the limits I signed."
        : "Create an agent wallet in mode " + signingMode + ".";
  }

  private static List<String> resources(Binding binding) {
    return switch (binding) {
      case Enrol b -> List.of();
      case SignIn b -> List.of();
      case CreateWallet b -> List.of("urn:quantumvault:signing-mode:" + b.signingMode());
      case Enable b ->
          List.of(
              "urn:quantumvault:bot:" + b.policy().botId(),
              "urn:quantumvault:agent-wallet:" + b.policy().agentWallet(),
              "urn:quantumvault:trading-account:" + b.policy().tradingAccount(),
              "urn:quantumvault:policy-version:" + b.policyVersion(),
              "urn:quantumvault:policy-sha256:" + HexFormat.of().formatHex(b.policy().sha256()),
              "urn:quantumvault:grant-expires:" + time(b.grantExpiresAt()));
      case Resume b -> List.of("urn:quantumvault:stop:" + b.stopId());
      case Revoke b -> List.of("urn:quantumvault:bot:" + (b.botId() == null ? "all" : b.botId()));
      case Reveal b -> List.of("urn:quantumvault:agent-wallet:" + b.agentWallet());
      case Rotate b -> List.of("urn:quantumvault:rotate:" + b.what());
      case Withdraw b ->
          List.of(
              "urn:quantumvault:agent-wallet:" + b.agentWallet(),
              "urn:quantumvault:asset:" + b.asset(),
              "urn:quantumvault:amount:" + b.amount());
    };
  }
}

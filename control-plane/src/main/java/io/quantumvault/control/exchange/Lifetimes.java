package io.quantumvault.control.exchange;

import io.quantumvault.schemas.text.Purpose;
import java.time.Duration;

/** How long a challenge lives. Rule: the table of purposes in docs/owner-protocol.md. */
public final class Lifetimes {
  private Lifetimes() {}

  public static Duration of(Purpose purpose) {
    return switch (purpose) {
      case RESUME_EXECUTION, REVOKE_EXECUTION, REVEAL_MNEMONIC -> Duration.ofMinutes(2);
      case ENROL, UNLOCK_UMK, CREATE_AGENT_WALLET, ENABLE_EXECUTION, ROTATE_KEYS, WITHDRAW ->
          Duration.ofMinutes(5);
    };
  }
}

package io.quantumvault.schemas.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an owner's signature authorises; every signature authorises one purpose once. */
public enum Purpose {
  ENROL,
  UNLOCK_UMK,
  CREATE_AGENT_WALLET,
  ENABLE_EXECUTION,
  RESUME_EXECUTION,
  REVOKE_EXECUTION,
  REVEAL_MNEMONIC,
  ROTATE_KEYS,
  WITHDRAW;

  /** The name in texts, requests and the database, such as {@code enable_execution}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The purpose of a wire name, if it is one. */
  public static Optional<Purpose> fromWireName(String name) {
    return Arrays.stream(values()).filter(purpose -> purpose.wireName().equals(name)).findFirst();
  }
}

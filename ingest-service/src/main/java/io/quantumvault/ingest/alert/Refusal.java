package io.quantumvault.ingest.alert;

/** Why a body is no alert. */
public enum Refusal {
  /** Not the JSON that is asked for. */
  UNREADABLE,
  /** JSON, but a field is missing, contradictory or out of form. */
  INVALID,
  UNKNOWN_MARKET,
  UNKNOWN_ACTION,
  /** Neither {@code id} nor {@code time}: a replay could not be told from a new alert. */
  NO_ID_OR_TIME
}

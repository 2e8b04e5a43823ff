package io.quantumvault.ingest.alert;

/** Why a body is no alert, or an alert was not let in. */
public enum Refusal {
  /** Not the JSON that is asked for. */
  UNREADABLE,
  /** JSON, but a field is missing, contradictory or out of form. */
  INVALID,
  UNKNOWN_MARKET,
  UNKNOWN_ACTION,
  /** No {@code time}: a replay could not be told from a new alert. */
  NO_TIME,
  /** Its time is too long ago. */
  STALE,
  /** Its time is ahead. */
  FROM_FUTURE,
  SOURCE_NOT_ALLOWED,
  SIGNATURE_REFUSED,
  RATE_LIMITED
}

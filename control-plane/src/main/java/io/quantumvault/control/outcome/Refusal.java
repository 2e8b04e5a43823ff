package io.quantumvault.control.outcome;

/** Every reason for which the owner API refuses; names are stable, clients may rely on them. */
public enum Refusal {
  MALFORMED_REQUEST(Kind.INVALID, "The request cannot be read"),
  POLICY_INVALID(Kind.INVALID, "The policy is not valid"),
  PURPOSE_NOT_OFFERED(Kind.INVALID, "This purpose is not offered"),
  SIGNATURE_INVALID(Kind.INVALID, "The signature is not the wallet's over this text"),
  SIGNED_MESSAGE_DIFFERS(Kind.INVALID, "The wallet signed another text than the one asked for"),
  KEY_SIGNATURE_INVALID(Kind.INVALID, "The signature is not the wallet's over the key message"),
  RECOVERY_CODE_WEAK(Kind.INVALID, "The recovery code is not random"),
  NOT_SIGNED_IN(Kind.UNAUTHENTICATED, "Sign in first"),
  ORIGIN_REFUSED(Kind.FORBIDDEN, "Requests from this origin are refused"),
  CSRF_REFUSED(Kind.FORBIDDEN, "The X-CSRF-Token header is missing or wrong"),
  NOT_YOURS(Kind.FORBIDDEN, "The session belongs to another wallet"),
  NOT_FOUND(Kind.UNKNOWN, "There is no such thing here"),
  CHALLENGE_UNKNOWN(Kind.UNKNOWN, "There is no such challenge, or its exchange has ended"),
  NOT_ENROLLED(Kind.UNKNOWN, "This wallet is not enrolled"),
  CHALLENGE_EXPIRED(Kind.GONE, "The challenge has expired"),
  CHALLENGE_USED(Kind.CONFLICT, "The challenge has been used"),
  CHALLENGE_NOT_AUTHORISED(Kind.CONFLICT, "The challenge has not been authorised yet"),
  ALREADY_ENROLLED(Kind.CONFLICT, "This wallet is enrolled: sign in instead"),
  WALLET_NOT_DETERMINISTIC(Kind.CONFLICT, "The wallet gave two different signatures over one text"),
  WALLET_SIGNATURE_CHANGED(
      Kind.CONFLICT, "The wallet signs the key message differently than before"),
  KEY_SLOT_UNUSABLE(Kind.CONFLICT, "This key slot cannot be opened with a wallet signature"),
  TWO_SLOTS_NEEDED(Kind.CONFLICT, "Two key slots are needed before a grant"),
  POLICY_MISSING(Kind.CONFLICT, "The bot has no policy of that version"),
  GRANT_MISSING(Kind.CONFLICT, "No grant is live"),
  WEBHOOK_NOT_SIGNED(Kind.CONFLICT, "This webhook takes no signatures"),
  LAST_SIGNING_SECRET(Kind.CONFLICT, "A signed webhook keeps one signing secret"),
  STOP_NOT_RESUMABLE(Kind.CONFLICT, "This stop cannot be lifted by its owner"),
  ALREADY_EXISTS(Kind.CONFLICT, "It exists already"),
  LIMIT_REACHED(Kind.CONFLICT, "No more of these are allowed"),
  TOO_MANY_REQUESTS(Kind.LIMITED, "Too many of these in a short time"),
  INTEGRITY_FAILURE(Kind.BROKEN, "A sealed record does not open: nothing was done"),
  TEST_ALERTS_UNAVAILABLE(Kind.UNAVAILABLE, "Alerts cannot be tested at the moment"),
  CHAIN_UNAVAILABLE(Kind.UNAVAILABLE, "The chain cannot be reached");

  /** What a refusal means for the caller. */
  public enum Kind {
    INVALID,
    UNAUTHENTICATED,
    FORBIDDEN,
    UNKNOWN,
    CONFLICT,
    GONE,
    LIMITED,
    BROKEN,
    UNAVAILABLE
  }

  private final Kind kind;
  private final String title;

  Refusal(Kind kind, String title) {
    this.kind = kind;
    this.title = title;
  }

  /** What the caller can do about it. */
  public Kind kind() {
    return kind;
  }

  /** One line for people. */
  public String title() {
    return title;
  }
}

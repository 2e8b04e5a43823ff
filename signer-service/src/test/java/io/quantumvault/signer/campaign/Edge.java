package io.quantumvault.signer.campaign;

/** Where a signer touches what is outside of it; each can be stood still or killed at. */
enum Edge {
  /** Reads rows without locks: steps 2 and 7. */
  STAND,
  /** Reads accounts: steps 4 and 9. */
  ACCOUNTS,
  BLOCKHASH,
  UNWRAP,
  /** The locks of the signing transaction. */
  LOCK,
  /** The row and its event, before the commit. */
  SIGN,
  COMMIT,
  REFUSE,
  /** Events and marks, in one transaction of Kafka. */
  MARK,
  SEND,
  /** Each step of a row after its birth: submitted, ended, unknown. */
  STEP,
  STATUS,
  /** Everything else. */
  OTHER
}

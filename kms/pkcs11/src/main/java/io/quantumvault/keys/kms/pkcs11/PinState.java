package io.quantumvault.keys.kms.pkcs11;

/**
 * What a token says of its user PIN before one is sent to it (flags of CK_TOKEN_INFO).
 *
 * <p>A service that is started again and again with a wrong PIN would use up every try: so the last
 * one is left to a person. That a wrong PIN was entered before (CKF_USER_PIN_COUNT_LOW) stops
 * nothing: it may have been anybody's, and the last try is still ahead.
 */
enum PinState {
  USABLE,
  /** One more wrong PIN locks the token. */
  FINAL_TRY,
  LOCKED;

  static PinState of(long tokenFlags) {
    if ((tokenFlags & Ck.CKF_USER_PIN_LOCKED) != 0) {
      return LOCKED;
    }
    return (tokenFlags & Ck.CKF_USER_PIN_FINAL_TRY) != 0 ? FINAL_TRY : USABLE;
  }
}

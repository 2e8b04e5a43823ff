package io.quantumvault.keys.kms.pkcs11;

/**
 * A session with a token whose user is logged in.
 *
 * @param label of the token, by which it was found
 * @param login counts the logins of a {@link Pkcs11Token}: handles of objects hold for one of them
 */
record TokenSession(Cryptoki cryptoki, long slot, String label, long handle, int login) {
  /**
   * Asks whether the token is still there: what was not found in it, or could not be opened, may be
   * its own trouble.
   */
  void requireToken() {
    if (!cryptoki.tokenInfo(slot).label().equals(label)) {
      throw new CkFailure("C_GetTokenInfo", Ckr.DEVICE_REMOVED);
    }
    // Logged out by another part of the process, private objects look as if they had been
    // destroyed.
    if (!cryptoki.isLoggedIn(handle)) {
      throw new CkFailure("C_GetSessionInfo", Ckr.USER_NOT_LOGGED_IN);
    }
  }

  void closeQuietly() {
    try {
      cryptoki.closeSession(handle);
    } catch (CkFailure e) {
      // It was lost before; there is nothing left to close.
    }
  }
}

package io.quantumvault.keys.kms.pkcs11;

/**
 * A session with a token whose user is logged in.
 *
 * @param login counts the logins of a {@link Pkcs11Token}: handles of objects hold for one of them
 */
record TokenSession(Cryptoki cryptoki, long slot, long handle, int login) {
  void closeQuietly() {
    try {
      cryptoki.closeSession(handle);
    } catch (CkFailure e) {
      // It was lost before; there is nothing left to close.
    }
  }
}

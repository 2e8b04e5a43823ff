package io.quantumvault.standalone.reconcile;

/**
 * A wallet cannot be brought together with what there is; its message says why, and what to do.
 * Nothing of it was changed, and other wallets are none the worse.
 */
final class NotMended extends Exception {
  private static final long serialVersionUID = 1L;

  NotMended(String why) {
    super(why);
  }
}

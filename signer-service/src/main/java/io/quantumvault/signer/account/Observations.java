package io.quantumvault.signer.account;

/** Where readings of accounts without a trade go. */
public interface Observations {
  /** Tells of a reading; a lost one is made good by the next. */
  void observed(WatchedBot bot, Reading reading);
}

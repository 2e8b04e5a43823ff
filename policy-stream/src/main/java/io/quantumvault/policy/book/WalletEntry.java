package io.quantumvault.policy.book;

/**
 * What is remembered of a wallet besides its snapshot.
 *
 * @param stateVersion of the snapshot held; 0 when there is none
 * @param lastSequence the last execution step that changed anything
 * @param unreadable a state record could not be read: frozen until a newer snapshot is
 */
public record WalletEntry(long stateVersion, long lastSequence, boolean unreadable) {
  /** A wallet never heard of. */
  public static final WalletEntry EMPTY = new WalletEntry(0, 0, false);

  /** With a newer snapshot, which also ends the freeze for an unreadable one. */
  public WalletEntry withVersion(long version) {
    return new WalletEntry(version, lastSequence, false);
  }

  /** With a step applied. */
  public WalletEntry withSequence(long sequence) {
    return new WalletEntry(stateVersion, sequence, unreadable);
  }

  /** With a record that could not be read. */
  public WalletEntry asUnreadable() {
    return new WalletEntry(stateVersion, lastSequence, true);
  }
}

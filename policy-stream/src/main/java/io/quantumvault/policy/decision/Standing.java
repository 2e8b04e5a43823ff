package io.quantumvault.policy.decision;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the bot may do at all: the newest snapshot with its stops, and the global freeze.
 *
 * @param known the snapshot holds the bot, under the owner the alert names
 * @param frozen a FREEZE is in force, or a state record could not be read
 * @param reduceOnly only reducing orders pass
 * @param flattening the FLATTEN stop in force, if there is one
 * @param stateVersion of the snapshot; 0 when there is none
 */
public record Standing(
    boolean known,
    boolean globallyFrozen,
    boolean frozen,
    boolean reduceOnly,
    @Nullable UUID flattening,
    long stateVersion,
    @Nullable GrantTerms grant) {

  /** The same, with only what reduces allowed. */
  public Standing onlyReducing() {
    return new Standing(known, globallyFrozen, frozen, true, flattening, stateVersion, grant);
  }
}

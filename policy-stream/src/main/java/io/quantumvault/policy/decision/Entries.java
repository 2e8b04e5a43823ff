package io.quantumvault.policy.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the position of one market was built.
 *
 * @param count approved entries since the account was last read flat or turned, and those that were
 *     under way or resting then
 * @param lastAt of the last one, of this position or an earlier one; absent before the first
 */
public record Entries(int count, @Nullable Instant lastAt) {
  /** None ever. */
  public static final Entries NONE = new Entries(0, null);
}

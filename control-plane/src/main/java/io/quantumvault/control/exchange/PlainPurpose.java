package io.quantumvault.control.exchange;

import io.quantumvault.control.outcome.Outcome;
import java.util.List;
import java.util.Set;

/** A purpose whose exchange ends with the authorisation. */
public interface PlainPurpose extends PurposeHandler {
  @Override
  default boolean needsKey(Bound bound) {
    return false;
  }

  @Override
  default Outcome<List<KeyMessageAsked>> keyMessages(Challenge challenge) {
    throw new IllegalStateException(purpose() + " has no key message");
  }

  @Override
  default Set<Integer> keyLengths() {
    return Set.of();
  }

  @Override
  default Outcome<Effect> effectWithKey(Challenge challenge, byte[] secrets, Caller caller) {
    throw new IllegalStateException(purpose() + " takes no key");
  }
}

package io.quantumvault.control.exchange;

import io.quantumvault.control.outcome.Outcome;

/** A purpose whose exchange always ends with a key message. */
public interface KeyedPurpose extends PurposeHandler {
  @Override
  default boolean needsKey(Bound bound) {
    return true;
  }

  @Override
  default Outcome<Effect> effect(Challenge challenge, Caller caller) {
    throw new IllegalStateException(purpose() + " has no effect without a key");
  }
}

package io.quantumvault.control.exchange;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.schemas.text.Purpose;
import java.util.List;
import java.util.Set;

/** What one purpose means: how it is asked for, and what its signatures bring about. */
public interface PurposeHandler {
  Purpose purpose();

  /** Checks the request and says what the text binds. Changes nothing. */
  Outcome<Prepared> prepare(Request request, Caller caller);

  /** Whether the exchange goes on to the key message. */
  boolean needsKey(Bound bound);

  /** The key messages to sign; only for exchanges that need a key, after authorisation. */
  Outcome<List<KeyMessageAsked>> keyMessages(Challenge challenge);

  /** The lengths the octet-stream with the key's secrets may have. */
  Set<Integer> keyLengths();

  /** The effect of an exchange that needs no key. */
  Outcome<Effect> effect(Challenge challenge, Caller caller);

  /**
   * The effect of an exchange that needs a key.
   *
   * @param secrets the octet-stream; the caller wipes it afterwards
   */
  Outcome<Effect> effectWithKey(Challenge challenge, byte[] secrets, Caller caller);
}

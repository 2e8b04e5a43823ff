package io.quantumvault.control.exchange;

import java.util.List;

/** What follows a verified authorisation. */
public sealed interface Authorised {
  /** The exchange goes on: sign these and send the signatures as an octet-stream. */
  record KeyAsked(List<KeyMessageAsked> messages) implements Authorised {}

  /** The exchange has ended with its effect. */
  record Ended(Effect effect) implements Authorised {}
}

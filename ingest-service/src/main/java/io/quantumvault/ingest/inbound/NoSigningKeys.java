package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.route.Route;
import java.time.Instant;

/** Where no key folder is configured: no signature can be checked, so none is believed. */
public final class NoSigningKeys implements SignatureCheck {
  @Override
  public Verdict check(Route route, IncomingRequest request, byte[] body, Instant now) {
    return new Verdict.Unavailable();
  }
}

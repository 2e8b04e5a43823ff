package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.SignedIn;

/** The signed-in owner of a request that {@link RequestGate} let through. */
final class Me {
  private Me() {}

  static SignedIn of(Caller caller) {
    SignedIn session = caller.session();
    if (session == null) {
      throw new IllegalStateException("the gate lets only owners through");
    }
    return session;
  }
}

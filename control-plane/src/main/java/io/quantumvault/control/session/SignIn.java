package io.quantumvault.control.session;

import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.exchange.Bound;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.exchange.KnownOwners;
import io.quantumvault.control.exchange.PlainPurpose;
import io.quantumvault.control.exchange.Prepared;
import io.quantumvault.control.exchange.Request;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Purpose;

/** Signing in: an authorisation, and a session as its effect. */
public final class SignIn implements PlainPurpose {
  private final Sessions sessions;
  private final KnownOwners owners;
  private final Transactions transactions;
  private final VaultEvents events;

  public SignIn(
      Sessions sessions, KnownOwners owners, Transactions transactions, VaultEvents events) {
    this.sessions = sessions;
    this.owners = owners;
    this.transactions = transactions;
    this.events = events;
  }

  @Override
  public Purpose purpose() {
    return Purpose.UNLOCK_UMK;
  }

  @Override
  public Outcome<Prepared> prepare(Request request, Caller caller) {
    return owners.isKnown(request.wallet())
        ? Outcome.done(new Prepared(new Binding.SignIn(), new Bound.SignIn()))
        : Outcome.refused(Refusal.NOT_ENROLLED);
  }

  @Override
  public Outcome<Effect> effect(Challenge challenge, Caller caller) {
    return transactions.inOne(() -> {
      var started = sessions.start(challenge.wallet());
      events.record(
          VaultFact.done(
                  VaultFact.Kind.SIGNED_IN, challenge.wallet(), challenge.id(), caller.client())
              .signed(challenge.text(), challenge.authorisation()));
      return Outcome.done(started);
    });
  }
}

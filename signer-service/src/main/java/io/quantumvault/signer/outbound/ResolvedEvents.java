package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.venue.Effect;
import org.jspecify.annotations.Nullable;

/** What the end of an intent says that somebody ordered. */
final class ResolvedEvents {
  private ResolvedEvents() {}

  static Claim claim(Claim.OutcomeUnknown unknown, Fate fate) {
    return switch (fate) {
      case Fate.Landed(var slot) -> unknown.confirmed(slot);
      case Fate.Failed(var slot, var error) -> unknown.failed(slot, error);
      case Fate.Expired expired -> unknown.expired();
      case Fate.Undecided none -> throw new IllegalArgumentException("an end is ordered");
    };
  }

  /** The slot it landed in; 0 for none. */
  static long slot(Fate fate) {
    return switch (fate) {
      case Fate.Landed(var slot) -> slot;
      case Fate.Failed(var slot, var error) -> slot;
      case Fate.Expired expired -> 0;
      case Fate.Undecided none -> 0;
    };
  }

  static void fill(
      ExecutionEvent.Builder event,
      Claim.OutcomeUnknown unknown,
      Fate fate,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      AdminOrder.Resolve order) {
    var by = byHand(order);
    switch (fate) {
      case Fate.Landed(var slot) ->
          event.setConfirmed(
              ExecutionEvents.confirmed(unknown, slot, feeLamports, effect, reading).setByHand(by));
      case Fate.Failed(var slot, var error) ->
          event.setFailed(ExecutionEvents.failed(unknown, slot, error, reading).setByHand(by));
      case Fate.Expired(var lastRefusal) ->
          event.setExpired(ExecutionEvents.expired(unknown, lastRefusal).setByHand(by));
      case Fate.Undecided none -> throw new IllegalArgumentException("an end is ordered");
    }
  }

  private static ExecutionEvent.ByHand byHand(AdminOrder.Resolve order) {
    return ExecutionEvent.ByHand.newBuilder()
        .setOrderId(order.orderId().toString())
        .setBy(Refusal.words(order.by()))
        .setReason(Refusal.words(order.reason()))
        .build();
  }
}

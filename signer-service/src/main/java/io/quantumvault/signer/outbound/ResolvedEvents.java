package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionKind;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.venue.Effect;
import org.jspecify.annotations.Nullable;

/** What the end of an intent says that somebody ordered. */
final class ResolvedEvents {
  private ResolvedEvents() {}

  static ExecutionKind kind(Fate fate) {
    return switch (fate) {
      case Fate.Landed landed -> ExecutionKind.EXECUTION_KIND_CONFIRMED;
      case Fate.Failed failed -> ExecutionKind.EXECUTION_KIND_FAILED;
      case Fate.Expired expired -> ExecutionKind.EXECUTION_KIND_EXPIRED;
      case Fate.Undecided none -> throw new IllegalArgumentException("an end is ordered");
    };
  }

  static Claim claim(Claim.OutcomeUnknown unknown, Fate fate) {
    return switch (fate) {
      case Fate.Landed(var slot) -> unknown.confirmed(slot);
      case Fate.Failed(var slot, var error) -> unknown.failed(slot, error);
      case Fate.Expired expired -> unknown.expired();
      case Fate.Undecided none -> throw new IllegalArgumentException("an end is ordered");
    };
  }

  static void fill(
      ExecutionEvent.Builder event,
      Fate fate,
      long feeLamports,
      @Nullable Effect effect,
      AdminOrder.Resolve order) {
    event
        .setDetail(Refusal.words("resolved by " + order.by() + ": " + order.reason()))
        .setOrderId(order.orderId().toString());
    switch (fate) {
      case Fate.Landed(var slot) -> {
        event.setSlot(slot).setNetworkFeeLamports(feeLamports);
        if (effect != null) {
          ExecutionEvents.effect(event, effect);
        }
      }
      case Fate.Failed(var slot, var error) ->
          event.setReason("FAILED").setSlot(slot).setChainError(Refusal.words(error));
      case Fate.Expired expired -> event.setReason("EXPIRED");
      case Fate.Undecided none -> throw new IllegalArgumentException("an end is ordered");
    }
  }
}

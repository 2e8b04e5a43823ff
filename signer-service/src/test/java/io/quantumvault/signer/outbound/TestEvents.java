package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;

/** Events of which only wallet, number and kind matter. */
final class TestEvents {
  private TestEvents() {}

  static ExecutionEvent of(String agentWallet, long sequence, KindCase kind) {
    var event = ExecutionEvent.newBuilder().setAgentWallet(agentWallet).setSequence(sequence);
    var field = ExecutionEvent.getDescriptor().findFieldByNumber(kind.getNumber());
    return event.setField(field, event.newBuilderForField(field).build()).build();
  }
}

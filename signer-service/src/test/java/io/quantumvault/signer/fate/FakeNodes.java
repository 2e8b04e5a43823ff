package io.quantumvault.signer.fate;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainNode;
import io.quantumvault.solana.rpc.ChainRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several endpoints that transactions are sent to and that are asked one by one. */
final class FakeNodes implements Chain {
  record Sending(byte[] bytes, boolean skipPreflight) {}

  final List<Sending> sent = new ArrayList<>();
  @Nullable ChainRefusedException refusal;
  private final List<FakeNode> nodes;

  FakeNodes(List<FakeNode> nodes) {
    this.nodes = nodes;
  }

  @Override
  public synchronized void send(byte[] transaction, boolean skipPreflight) {
    sent.add(new Sending(transaction, skipPreflight));
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public Duration slotTime() {
    return Duration.ofMillis(200);
  }

  @Override
  public List<ChainNode> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public Blockhash latestBlockhash() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Simulated simulate(byte[] transaction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Long> prioritizationFees(List<Address> writable) {
    throw new UnsupportedOperationException();
  }
}

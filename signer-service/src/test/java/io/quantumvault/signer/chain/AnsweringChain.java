package io.quantumvault.signer.chain;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainNode;
import io.quantumvault.solana.rpc.ChainUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Answers what goes into a transaction as a test says, and counts the questions. */
final class AnsweringChain implements Chain {
  final AtomicInteger blockhashesAsked = new AtomicInteger();
  final AtomicInteger feesAsked = new AtomicInteger();
  final AtomicInteger simulated = new AtomicInteger();
  volatile Supplier<Blockhash> blockhash = AnsweringChain::silent;
  volatile Supplier<List<Long>> fees = AnsweringChain::silent;
  volatile Supplier<Simulated> simulation = AnsweringChain::silent;

  static <T> T silent() {
    throw new ChainUnavailableException("silent", null);
  }

  void silence() {
    blockhash = AnsweringChain::silent;
    fees = AnsweringChain::silent;
    simulation = AnsweringChain::silent;
  }

  @Override
  public Blockhash latestBlockhash() {
    blockhashesAsked.incrementAndGet();
    return blockhash.get();
  }

  @Override
  public List<Long> prioritizationFees(List<Address> writable) {
    feesAsked.incrementAndGet();
    return fees.get();
  }

  @Override
  public Simulated simulate(byte[] transaction) {
    simulated.incrementAndGet();
    return simulation.get();
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void send(byte[] transaction, boolean skipPreflight) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Duration slotTime() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ChainNode> nodes() {
    throw new UnsupportedOperationException();
  }
}

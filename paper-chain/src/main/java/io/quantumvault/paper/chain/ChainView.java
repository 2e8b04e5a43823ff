package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.ExecutionResult;
import io.quantumvault.paper.ledger.TransactionError.Plain;
import io.quantumvault.paper.transaction.Message;
import io.quantumvault.paper.transaction.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * The chain as it was at the end of one of its newest blocks. Good only inside the lock it was made
 * under.
 */
public final class ChainView {
  private final Chain chain;
  private final ProducedBlock tip;

  ChainView(Chain chain, ProducedBlock tip) {
    this.chain = chain;
    this.tip = tip;
  }

  public long slot() {
    return tip.slot();
  }

  public long height() {
    return tip.height();
  }

  public Address latestBlockhash() {
    return tip.blockhash();
  }

  public long transactionCount() {
    return tip.transactions();
  }

  public Address genesisHash() {
    return chain.genesisHash();
  }

  public boolean isBlockhashValid(Address blockhash) {
    return chain.isBlockhashValidAt(blockhash, tip.height());
  }

  public Account account(Address address) {
    return chain.accountAt(tip.slot(), address);
  }

  /** A copy to work on. */
  public Accounts accounts() {
    return Accounts.over(this::account);
  }

  /** Slot and error of a signature that had landed. */
  public Optional<SignatureOutcome> outcome(String signature) {
    return chain.outcome(signature).filter(o -> o.slot() <= tip.slot());
  }

  public Optional<Landed> landed(String signature) {
    return chain.landed(signature).filter(l -> l.slot() <= tip.slot());
  }

  /** Newest first. */
  public List<Landed> landedOf(Address address) {
    return chain.landedOf(address).stream().filter(l -> l.slot() <= tip.slot()).toList();
  }

  /** So many of the newest blocks, oldest first. */
  public List<ProducedBlock> blocks(int count) {
    return chain.blocksThrough(tip.slot(), count);
  }

  /** Newest first. */
  public List<PerformanceSample> samples(int count) {
    return chain.samplesThrough(tip.slot(), count);
  }

  public long fee(Message message) {
    return chain.executor().fees(message).lamports();
  }

  /** What the transaction would do next, without doing it. */
  public ExecutionResult preview(Transaction transaction) {
    if (!isBlockhashValid(transaction.message().recentBlockhash())) {
      return new ExecutionResult.Rejected(Plain.BlockhashNotFound);
    }
    if (outcome(transaction.id()).isPresent()) {
      return new ExecutionResult.Rejected(Plain.AlreadyProcessed);
    }
    return previewFresh(transaction.message());
  }

  /** What the message would do with a fresh blockhash. */
  public ExecutionResult previewFresh(Message message) {
    BlockContext block = new BlockContext(tip.slot(), tip.unixMillis() / 1_000);
    return chain.executor().execute(message, accounts(), block);
  }
}

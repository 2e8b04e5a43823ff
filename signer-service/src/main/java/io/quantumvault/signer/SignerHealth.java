package io.quantumvault.signer;

import io.quantumvault.kit.management.Health;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.inbound.IntentListener;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.solana.rpc.JsonRpcChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the signer can sign now. */
public final class SignerHealth implements Health {
  private static final Duration CHAIN_ASKED_WITHIN = Duration.ofSeconds(10);

  private final Database database;
  private final Blockhashes blockhashes;
  private final JsonRpcChain chain;
  private final IntentListener intents;
  private final StateFeed state;
  private final HeldPartitions partitions;

  SignerHealth(
      Database database,
      Blockhashes blockhashes,
      JsonRpcChain chain,
      IntentListener intents,
      StateFeed state,
      HeldPartitions partitions) {
    this.database = database;
    this.blockhashes = blockhashes;
    this.chain = chain;
    this.intents = intents;
    this.state = state;
    this.partitions = partitions;
  }

  @Override
  public List<String> hindrances() {
    var problems = new ArrayList<String>();
    if (!intents.isAssigned()) {
      problems.add("no partition of intents is assigned");
    }
    if (!state.running()) {
      problems.add("execution state is not followed");
    }
    if (!database.reachable()) {
      problems.add("the ledger is not reachable");
    }
    if (!blockhashes.answers(CHAIN_ASKED_WITHIN)) {
      problems.add("the chain gave no fresh blockhash");
    }
    for (var wallet : partitions.contradictions()) {
      problems.add(
          "ledger and marks contradict each other for " + wallet + ": run qv admin reconcile");
    }
    for (var endpoint : chain.foreign()) {
      problems.add(endpoint + " is a node of another chain and is not used");
    }
    return problems;
  }
}

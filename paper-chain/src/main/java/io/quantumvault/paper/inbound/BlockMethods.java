package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions about slots, heights, blockhashes and the node itself. */
final class BlockMethods {
  private static final long SLOTS_IN_EPOCH = 432_000;
  private static final int FEE_SLOTS = 150;
  private static final int BLOCKHASH_BLOCKS = 150;

  private final Node node;

  BlockMethods(Node node) {
    this.node = node;
  }

  Map<String, RpcMethod> methods() {
    return Map.ofEntries(
        Map.entry("getSlot", p -> at(p.config(0), Chain::slot)),
        Map.entry("getBlockHeight", p -> at(p.config(0), Chain::height)),
        Map.entry("getHealth", p -> health()),
        Map.entry("getVersion", p -> Map.of("solana-core", Answers.VERSION, "feature-set", 0)),
        Map.entry("getGenesisHash", p -> node.read(c -> c.genesisHash().toString())),
        Map.entry("getEpochInfo", p -> node.read(BlockMethods::epoch)),
        Map.entry("getLatestBlockhash", p -> at(p.config(0), BlockMethods::latest)),
        Map.entry("isBlockhashValid", this::isBlockhashValid),
        Map.entry("getRecentPrioritizationFees", p -> node.read(BlockMethods::fees)));
  }

  private @Nullable Object at(Params.Config config, Function<Chain, Object> ask)
      throws RpcException {
    Answers.requireSlot(node, config);
    return node.read(ask);
  }

  private Object health() throws RpcException {
    if (!node.isHealthy()) {
      throw new RpcException(RpcException.NODE_UNHEALTHY, "Node is unhealthy");
    }
    return "ok";
  }

  private static Object latest(Chain chain) {
    return Answers.withContext(
        chain,
        Map.of(
            "blockhash",
            chain.latestBlockhash().toString(),
            "lastValidBlockHeight",
            chain.height() + BLOCKHASH_BLOCKS));
  }

  private Object isBlockhashValid(Params params) throws RpcException {
    var blockhash = params.address(0);
    return node.read(c -> Answers.withContext(c, c.isBlockhashValid(blockhash)));
  }

  private static Object epoch(Chain chain) {
    return Map.of(
        "absoluteSlot",
        chain.slot(),
        "blockHeight",
        chain.height(),
        "epoch",
        chain.slot() / SLOTS_IN_EPOCH,
        "slotIndex",
        chain.slot() % SLOTS_IN_EPOCH,
        "slotsInEpoch",
        SLOTS_IN_EPOCH,
        "transactionCount",
        chain.transactionCount());
  }

  /** Nobody competes for blocks here, so every slot's going rate is nothing. */
  private static Object fees(Chain chain) {
    List<Object> fees = new ArrayList<>();
    for (long slot = chain.slot() - FEE_SLOTS + 1; slot <= chain.slot(); slot++) {
      fees.add(Map.of("slot", slot, "prioritizationFee", 0));
    }
    return fees;
  }
}

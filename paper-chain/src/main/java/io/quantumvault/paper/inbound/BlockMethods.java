package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.ChainView;
import io.quantumvault.paper.chain.PerformanceSample;
import io.quantumvault.paper.chain.ProducedBlock;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.RpcNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions about slots, heights, blockhashes and the node itself. */
final class BlockMethods {
  private static final long SLOTS_IN_EPOCH = 432_000;
  private static final int FEE_BLOCKS = 150;
  private static final int MAX_FEE_ACCOUNTS = 128;
  private static final int MAX_SAMPLES = 720;
  private static final int BLOCKHASH_BLOCKS = 150;
  private static final int CERTIFICATE_BYTES = 192;

  private final RpcNode node;

  BlockMethods(RpcNode node) {
    this.node = node;
  }

  Map<String, RpcMethod> methods() {
    return Map.ofEntries(
        Map.entry("getSlot", p -> at(p.config(0), ChainView::slot)),
        Map.entry("getBlockHeight", p -> at(p.config(0), ChainView::height)),
        Map.entry("getHealth", p -> health()),
        Map.entry("getVersion", p -> Map.of("solana-core", Answers.VERSION, "feature-set", 0)),
        Map.entry("getGenesisHash", p -> genesis().toString()),
        Map.entry("getAgGenesisCert", p -> certificate()),
        Map.entry("getEpochInfo", p -> at(p.config(0), BlockMethods::epoch)),
        Map.entry("getLatestBlockhash", p -> Answers.at(node, p.config(0), BlockMethods::latest)),
        Map.entry("isBlockhashValid", this::isBlockhashValid),
        Map.entry("getRecentPerformanceSamples", this::samples),
        Map.entry("getRecentPrioritizationFees", this::fees));
  }

  private Object at(Params.Config config, Function<ChainView, Object> ask) throws RpcException {
    return Answers.at(node, config, s -> ask.apply(s.chain()));
  }

  private <T> T newest(Function<ChainView, T> ask) {
    return node.read(Commitment.PROCESSED, s -> ask.apply(s.chain()));
  }

  private Object health() throws RpcException {
    if (node.isHealthy()) {
      return "ok";
    }
    int behind = node.settings().lagSlots();
    throw behind == 0
        ? new RpcException(RpcException.NODE_UNHEALTHY, "Node is unhealthy")
        : new RpcException(
            RpcException.NODE_UNHEALTHY,
            "Node is behind by " + behind + " slots",
            Map.of("numSlotsBehind", behind));
  }

  private Address genesis() {
    return newest(ChainView::genesisHash);
  }

  /** Nobody voted for it: its bytes only have the shape of a certificate. */
  private @Nullable Object certificate() throws RpcException {
    return switch (node.settings().alpenglow()) {
      case UNKNOWN -> throw new RpcException(RpcException.METHOD_NOT_FOUND, "Method not found");
      case OFF -> null;
      case ON ->
          Map.of(
              "block",
              Map.of("slot", Chain.FIRST_SLOT, "blockId", numbers(genesis(), Address.BYTES)),
              "signature",
              Map.of("signature", numbers(genesis(), CERTIFICATE_BYTES), "bitmap", List.of(1)));
    };
  }

  private static List<Integer> numbers(Address seed, int count) {
    byte[] bytes = seed.toBytes();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(bytes[i % bytes.length] & 0xff);
    }
    return numbers;
  }

  private static Object latest(RpcNode.Sight sight) {
    return Answers.withContext(sight, blockhash(sight.chain()));
  }

  static Map<String, Object> blockhash(ChainView chain) {
    return Map.of(
        "blockhash",
        chain.latestBlockhash().toString(),
        "lastValidBlockHeight",
        chain.height() + BLOCKHASH_BLOCKS);
  }

  private Object isBlockhashValid(Params params) throws RpcException {
    var blockhash = params.address(0);
    return Answers.at(
        node, params.config(1), s -> Answers.withContext(s, s.chain().isBlockhashValid(blockhash)));
  }

  private static Object epoch(ChainView chain) {
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

  private Object samples(Params params) throws RpcException {
    long limit = params.isNumber(0) ? params.u64(0) : MAX_SAMPLES;
    if (limit > MAX_SAMPLES) {
      throw RpcException.invalidParams("Invalid limit; max " + MAX_SAMPLES);
    }
    return newest(c -> c.samples((int) limit).stream().map(BlockMethods::sample).toList());
  }

  private static Object sample(PerformanceSample sample) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("slot", sample.slot());
    json.put("numSlots", sample.slots());
    json.put("numTransactions", sample.transactions());
    json.put("numNonVoteTransactions", sample.transactions());
    json.put("samplePeriodSecs", sample.seconds());
    return json;
  }

  private Object fees(Params params) throws RpcException {
    List<Address> accounts = new ArrayList<>();
    for (String text : params.has(0) ? params.strings(0, MAX_FEE_ACCOUNTS) : List.<String>of()) {
      accounts.add(Params.address(text));
    }
    long going = node.settings().goingUnitPrice();
    return newest(
        c -> c.blocks(FEE_BLOCKS).stream().map(block -> fee(block, accounts, going)).toList());
  }

  /** What got a transaction into this block that writes to these accounts. */
  private static Object fee(ProducedBlock block, List<Address> accounts, long going) {
    long price = Math.max(going, block.leastUnitPrice());
    for (Address account : accounts) {
      price = Math.max(price, block.leastUnitPriceByAccount().getOrDefault(account, 0L));
    }
    return Map.of("slot", block.slot(), "prioritizationFee", price);
  }
}

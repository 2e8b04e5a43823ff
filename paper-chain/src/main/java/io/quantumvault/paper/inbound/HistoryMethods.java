package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.Landed;
import io.quantumvault.paper.chain.SignatureOutcome;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.node.RpcNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Questions about what landed. */
final class HistoryMethods {
  private static final int MAX_STATUSES = 256;
  private static final int MAX_SIGNATURES = 1_000;
  private static final long RECENT_SLOTS = 150;

  private final RpcNode node;

  HistoryMethods(RpcNode node) {
    this.node = node;
  }

  Map<String, RpcMethod> methods() {
    return Map.of(
        "getSignatureStatuses", this::statuses,
        "getTransaction", this::transaction,
        "getSignaturesForAddress", this::signatures);
  }

  private @Nullable Object statuses(Params params) throws RpcException {
    List<String> asked = params.strings(0, MAX_STATUSES);
    for (String signature : asked) {
      WireText.requireSignature(signature);
    }
    boolean everything = params.config(1).flag("searchTransactionHistory");
    if (everything) {
      requireHistory();
    }
    return node.read(
        Commitment.PROCESSED,
        s -> {
          List<@Nullable Object> found = new ArrayList<>();
          for (String signature : asked) {
            found.add(
                s.outcome(signature)
                    .filter(o -> everything || s.slot() - o.slot() <= RECENT_SLOTS)
                    .map(o -> status(s, o))
                    .orElse(null));
          }
          return Answers.withContext(s, found);
        });
  }

  private void requireHistory() throws RpcException {
    if (node.settings().history() == NodeSettings.History.NONE) {
      throw new RpcException(
          RpcException.NO_TRANSACTION_HISTORY,
          "Transaction history is not available from this node");
    }
  }

  private static Map<String, @Nullable Object> status(
      RpcNode.Sight sight, SignatureOutcome outcome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Commitment reached = sight.reached(outcome.slot());
    json.put("slot", outcome.slot());
    json.put(
        "confirmations", reached == Commitment.FINALIZED ? null : sight.slot() - outcome.slot());
    json.put("err", Answers.error(outcome.error()));
    json.put("status", Answers.result(outcome.error()));
    json.put("confirmationStatus", reached.text());
    return json;
  }

  private @Nullable Object transaction(Params params) throws RpcException {
    String signature = params.string(0);
    WireText.requireSignature(signature);
    Params.Config config = params.config(1);
    Commitment commitment = commitment(config);
    requireHistory();
    Optional<Landed> landed =
        node.read(commitment, s -> s.chain().landed(signature).filter(l -> s.remembers(l.slot())));
    return landed.isEmpty() ? null : TransactionJson.of(landed.get(), config);
  }

  private Object signatures(Params params) throws RpcException {
    var address = params.address(0);
    Params.Config config = params.config(1);
    Commitment commitment = commitment(config);
    String before = config.string("before", "");
    String until = config.string("until", "");
    long limit = config.number("limit", MAX_SIGNATURES);
    if (limit < 1 || limit > MAX_SIGNATURES) {
      throw RpcException.invalidParams("Invalid limit; max " + MAX_SIGNATURES);
    }
    requireHistory();
    return Answers.at(
        node,
        config,
        commitment,
        s -> {
          List<Object> found = new ArrayList<>();
          boolean started = before.isEmpty();
          for (Landed landed : s.chain().landedOf(address)) {
            if (landed.signature().equals(until) || found.size() == limit) {
              break;
            }
            if (started && s.remembers(landed.slot())) {
              found.add(line(s, landed));
            }
            started |= landed.signature().equals(before);
          }
          return found;
        });
  }

  private static Map<String, @Nullable Object> line(RpcNode.Sight sight, Landed landed) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("signature", landed.signature());
    json.put("slot", landed.slot());
    json.put("err", Answers.error(landed.error()));
    json.put("memo", null);
    json.put("blockTime", landed.unixSeconds());
    json.put("confirmationStatus", sight.reached(landed.slot()).text());
    return json;
  }

  private static Commitment commitment(Params.Config config) throws RpcException {
    Commitment commitment = config.commitment();
    if (commitment == Commitment.PROCESSED) {
      throw RpcException.invalidParams("Method does not support commitment below `confirmed`");
    }
    return commitment;
  }
}

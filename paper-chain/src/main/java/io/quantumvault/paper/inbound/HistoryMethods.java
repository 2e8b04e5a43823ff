package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.Landed;
import io.quantumvault.paper.chain.Node;
import io.quantumvault.paper.chain.SignatureOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.exceptions.AddressFormatException;
import org.jspecify.annotations.Nullable;

/** Questions about what landed. */
final class HistoryMethods {
  private static final int MAX_STATUSES = 256;
  private static final int MAX_SIGNATURES = 1_000;
  private static final int MAX_BASE58 = 88;
  private static final long RECENT_SLOTS = 150;

  private final Node node;
  private final Confirmations confirmations;

  HistoryMethods(Node node, Confirmations confirmations) {
    this.node = node;
    this.confirmations = confirmations;
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
      requireSignature(signature);
    }
    boolean everything = params.config(1).flag("searchTransactionHistory");
    return node.read(c -> {
      List<@Nullable Object> found = new ArrayList<>();
      for (String signature : asked) {
        Optional<SignatureOutcome> outcome =
            c.outcome(signature).filter(o -> everything || c.slot() - o.slot() <= RECENT_SLOTS);
        found.add(outcome.map(o -> status(c, o)).orElse(null));
      }
      return Answers.withContext(c, found);
    });
  }

  private Map<String, @Nullable Object> status(Chain chain, SignatureOutcome outcome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    String status = confirmations.status(chain.slot(), outcome.slot());
    json.put("slot", outcome.slot());
    json.put(
        "confirmations",
        status.equals(Confirmations.FINALIZED) ? null : chain.slot() - outcome.slot());
    json.put("err", Answers.error(outcome.error()));
    json.put("status", Answers.result(outcome.error()));
    json.put("confirmationStatus", status);
    return json;
  }

  private @Nullable Object transaction(Params params) throws RpcException {
    String signature = params.string(0);
    requireSignature(signature);
    Params.Config config = params.config(1);
    String commitment = commitment(config);
    Landed landed =
        node.read(c ->
            c.landed(signature)
                .filter(l -> confirmations.reached(commitment, c.slot(), l.slot()))
                .orElse(null));
    return landed == null ? null : TransactionJson.of(landed, config);
  }

  private Object signatures(Params params) throws RpcException {
    var address = params.address(0);
    Params.Config config = params.config(1);
    String commitment = commitment(config);
    String before = config.string("before", "");
    String until = config.string("until", "");
    long limit = config.number("limit", MAX_SIGNATURES);
    if (limit < 1 || limit > MAX_SIGNATURES) {
      throw RpcException.invalidParams("Invalid limit; max " + MAX_SIGNATURES);
    }
    return node.read(c -> {
      List<Object> found = new ArrayList<>();
      boolean started = before.isEmpty();
      for (Landed landed : c.landedOf(address)) {
        if (landed.signature().equals(until) || found.size() == limit) {
          break;
        }
        if (started && confirmations.reached(commitment, c.slot(), landed.slot())) {
          found.add(line(c, landed));
        }
        started |= landed.signature().equals(before);
      }
      return found;
    });
  }

  private Map<String, @Nullable Object> line(Chain chain, Landed landed) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("signature", landed.signature());
    json.put("slot", landed.slot());
    json.put("err", Answers.error(landed.error()));
    json.put("memo", null);
    json.put("blockTime", landed.unixSeconds());
    json.put("confirmationStatus", confirmations.status(chain.slot(), landed.slot()));
    return json;
  }

  private static String commitment(Params.Config config) throws RpcException {
    String commitment = config.string("commitment", Confirmations.FINALIZED);
    if (!commitment.equals(Confirmations.CONFIRMED)
        && !commitment.equals(Confirmations.FINALIZED)) {
      throw RpcException.invalidParams("Method does not support commitment below `confirmed`");
    }
    return commitment;
  }

  private static void requireSignature(String text) throws RpcException {
    if (text.length() > MAX_BASE58) {
      throw RpcException.invalidParams("Invalid param: WrongSize");
    }
    try {
      if (Base58.decode(text).length == 64) {
        return;
      }
    } catch (AddressFormatException e) {
      throw RpcException.invalidParams("Invalid param: Invalid");
    }
    throw RpcException.invalidParams("Invalid param: WrongSize");
  }
}

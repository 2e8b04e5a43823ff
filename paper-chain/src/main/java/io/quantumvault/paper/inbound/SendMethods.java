package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.chain.ChainView;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.ExecutionResult;
import io.quantumvault.paper.ledger.TransactionError;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.RpcNode;
import io.quantumvault.paper.transaction.MalformedTransactionException;
import io.quantumvault.paper.transaction.Message;
import io.quantumvault.paper.transaction.SignedTransaction;
import io.quantumvault.paper.transaction.Transaction;
import io.quantumvault.paper.transaction.TransactionParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sending, simulating and pricing transactions. */
final class SendMethods {
  private final RpcNode node;

  SendMethods(RpcNode node) {
    this.node = node;
  }

  Map<String, RpcMethod> methods() {
    return Map.of(
        "sendTransaction", this::send,
        "simulateTransaction", this::simulate,
        "getFeeForMessage", this::fee);
  }

  private Object send(Params params) throws RpcException {
    Params.Config config = params.config(1);
    Transaction transaction =
        WireText.transaction(params.string(0), config.string("encoding", "base58"));
    boolean preflight = !config.flag("skipPreflight");
    Commitment commitment = config.commitment("preflightCommitment");
    var _ = Answers.at(node, config, commitment, RpcNode.Sight::slot);
    if (node.settings().forwards() && node.validator().sentAgain(transaction.id())) {
      return transaction.id();
    }
    Optional<SignedTransaction> signed = SignedTransaction.verify(transaction);
    if (preflight) {
      preflight(transaction, signed.isPresent(), commitment);
    }
    // Without preflight a badly signed transaction is dropped without a word, as elsewhere.
    if (node.settings().forwards()) {
      signed.ifPresent(node.validator()::submit);
    }
    return transaction.id();
  }

  private void preflight(Transaction transaction, boolean signed, Commitment commitment)
      throws RpcException {
    if (!signed) {
      throw signatureFailure();
    }
    ExecutionResult preview = node.read(commitment, s -> s.chain().preview(transaction));
    TransactionError error =
        switch (preview) {
          case ExecutionResult.Rejected rejected -> rejected.error();
          case ExecutionResult.Processed processed -> processed.error();
        };
    if (error != null) {
      throw new RpcException(
          RpcException.PREFLIGHT_FAILURE,
          "Transaction simulation failed: " + error.message(),
          outcome(preview, null));
    }
  }

  private static RpcException signatureFailure() {
    return new RpcException(
        RpcException.SIGNATURE_VERIFICATION_FAILURE, "Transaction signature verification failure");
  }

  private Object simulate(Params params) throws RpcException {
    Params.Config config = params.config(1);
    Transaction transaction =
        WireText.transaction(params.string(0), config.string("encoding", "base58"));
    boolean verify = config.flag("sigVerify");
    boolean replace = config.flag("replaceRecentBlockhash");
    if (verify && replace) {
      throw RpcException.invalidParams("sigVerify may not be used with replaceRecentBlockhash");
    }
    if (verify && !transaction.isSigned()) {
      throw signatureFailure();
    }
    List<Address> wanted = wanted(config.object("accounts"));
    Simulated simulated =
        Answers.at(node, config, s -> simulated(s.chain(), transaction, replace, wanted));
    List<@Nullable Object> accounts = new ArrayList<>();
    AccountEncoding encoding = AccountEncoding.of(config.object("accounts"));
    for (Account account : simulated.accounts()) {
      accounts.add(encoding.encode(account));
    }
    Map<String, @Nullable Object> told =
        outcome(simulated.result(), wanted.isEmpty() ? null : accounts);
    if (replace) {
      told.put("replacementBlockhash", simulated.blockhash());
    }
    return Answers.withContext(simulated.slot(), told);
  }

  private static Simulated simulated(
      ChainView chain, Transaction transaction, boolean replace, List<Address> wanted) {
    ExecutionResult result =
        replace ? chain.previewFresh(transaction.message()) : chain.preview(transaction);
    Accounts after =
        result instanceof ExecutionResult.Processed done ? done.changes() : chain.accounts();
    return new Simulated(
        result,
        chain.slot(),
        wanted.stream().map(after::get).toList(),
        BlockMethods.blockhash(chain));
  }

  private static List<Address> wanted(Params.Config config) throws RpcException {
    List<Address> wanted = new ArrayList<>();
    Optional<JsonNode> addresses = config.get("addresses");
    if (addresses.isPresent()) {
      for (JsonNode address : addresses.get()) {
        wanted.add(Params.address(address.asString("")));
      }
    }
    return wanted;
  }

  private static Map<String, @Nullable Object> outcome(
      ExecutionResult result, @Nullable List<?> accounts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    switch (result) {
      case ExecutionResult.Rejected rejected -> {
        json.put("err", Answers.error(rejected.error()));
        json.put("logs", List.of());
        json.put("unitsConsumed", 0);
      }
      case ExecutionResult.Processed processed -> {
        json.put("err", Answers.error(processed.error()));
        json.put("logs", processed.logs());
        json.put("unitsConsumed", processed.unitsConsumed());
      }
    }
    json.put("accounts", accounts);
    json.put("returnData", null);
    json.put("innerInstructions", null);
    return json;
  }

  private Object fee(Params params) throws RpcException {
    Message message;
    try {
      message = TransactionParser.parseMessage(WireText.bytes(params.string(0), "base64"));
    } catch (MalformedTransactionException e) {
      throw RpcException.invalidParams("failed to deserialize message: " + e.getMessage());
    }
    return Answers.at(
        node,
        params.config(1),
        s ->
            Answers.withContext(
                s,
                s.chain().isBlockhashValid(message.recentBlockhash())
                    ? s.chain().fee(message)
                    : null));
  }

  private record Simulated(
      ExecutionResult result, long slot, List<Account> accounts, Map<String, Object> blockhash) {}
}

package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.Landed;
import io.quantumvault.paper.transaction.MalformedTransactionException;
import io.quantumvault.paper.transaction.Message;
import io.quantumvault.paper.transaction.Transaction;
import io.quantumvault.paper.transaction.TransactionParser;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Base58;
import org.jspecify.annotations.Nullable;

/** A landed transaction as getTransaction answers it. */
final class TransactionJson {
  private TransactionJson() {}

  static Object of(Landed landed, Params.Config config) throws RpcException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("slot", landed.slot());
    json.put("blockTime", landed.unixSeconds());
    json.put("meta", meta(landed));
    if (landed.wireBytes().length == 0) {
      json.put("transaction", null);
      return json;
    }
    Transaction transaction = parse(landed.wireBytes());
    boolean versions = config.get("maxSupportedTransactionVersion").isPresent();
    if (transaction.message().versioned() && !versions) {
      throw new RpcException(
          RpcException.UNSUPPORTED_TRANSACTION_VERSION,
          "Transaction version (0) is not supported by the requesting client. Please try the"
              + " request again with the following configuration parameter:"
              + " \"maxSupportedTransactionVersion\": 0");
    }
    if (versions) {
      json.put("version", transaction.message().versioned() ? 0 : "legacy");
    }
    json.put("transaction", body(transaction, config.string("encoding", "json")));
    return json;
  }

  private static Map<String, @Nullable Object> meta(Landed landed) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("err", Answers.error(landed.error()));
    meta.put("status", Answers.result(landed.error()));
    meta.put("fee", landed.feeLamports());
    meta.put("preBalances", landed.balancesBefore());
    meta.put("postBalances", landed.balancesAfter());
    meta.put("innerInstructions", List.of());
    meta.put("logMessages", landed.logs());
    meta.put("computeUnitsConsumed", landed.unitsConsumed());
    meta.put(
        "loadedAddresses",
        Map.of(
            "writable",
            landed.loadedWritable().stream().map(Object::toString).toList(),
            "readonly",
            landed.loadedReadonly().stream().map(Object::toString).toList()));
    return meta;
  }

  private static Object body(Transaction transaction, String encoding) throws RpcException {
    return switch (encoding) {
      case "base64" ->
          List.of(Base64.getEncoder().encodeToString(transaction.wireBytes()), "base64");
      case "base58" -> List.of(Base58.encode(transaction.wireBytes()), "base58");
      case "json" -> plain(transaction);
      default -> throw RpcException.invalidParams("Invalid params: unsupported encoding");
    };
  }

  private static Object plain(Transaction transaction) {
    Message message = transaction.message();
    Map<String, Object> header =
        Map.of(
            "numRequiredSignatures", message.requiredSignatures(),
            "numReadonlySignedAccounts", message.readonlySigned(),
            "numReadonlyUnsignedAccounts", message.readonlyUnsigned());
    List<Object> instructions =
        message.instructions().stream()
            .<Object>map(i ->
                Map.of(
                    "programIdIndex", i.programIndex(),
                    "accounts", Arrays.stream(i.accountIndexes()).boxed().toList(),
                    "data", Base58.encode(i.data())))
            .toList();
    return Map.of(
        "signatures",
        transaction.signatures().stream().map(Base58::encode).toList(),
        "message",
        Map.of(
            "header",
            header,
            "accountKeys",
            message.keys().stream().map(Object::toString).toList(),
            "recentBlockhash",
            message.recentBlockhash().toString(),
            "instructions",
            instructions));
  }

  private static Transaction parse(byte[] wire) {
    try {
      return TransactionParser.parse(wire);
    } catch (MalformedTransactionException e) {
      throw new IllegalStateException("a landed transaction does not parse", e);
    }
  }
}

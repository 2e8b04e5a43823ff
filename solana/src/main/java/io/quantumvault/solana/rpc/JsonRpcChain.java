package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Json.JsonException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Solana's JSON-RPC, at commitment {@code confirmed}. */
public final class JsonRpcChain implements Chain, AutoCloseable {
  private static final String CONFIRMED = "\"commitment\":\"confirmed\"";

  private final JsonRpcClient client;

  /** Asks these endpoints. */
  public JsonRpcChain(RpcSettings settings) {
    this(settings, EndpointWatch.NONE);
  }

  /** Asks these endpoints, and tells of those that fail. */
  public JsonRpcChain(RpcSettings settings, EndpointWatch watch) {
    client = new JsonRpcClient(settings, watch);
  }

  @Override
  public Blockhash latestBlockhash() {
    return client.call(
        "getLatestBlockhash",
        "[{" + CONFIRMED + "}]",
        result -> {
          var value = result.get("value");
          return new Blockhash(
              Address.of(value.get("blockhash").string()),
              value.get("lastValidBlockHeight").number());
        });
  }

  @Override
  public long blockHeight() {
    return client.call("getBlockHeight", "[{" + CONFIRMED + "}]", Json::number);
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    var list =
        addresses.stream()
            .map(a -> Json.quote(a.toString()))
            .collect(Collectors.joining(",", "[", "]"));
    var slot = minContextSlot > 0 ? ",\"minContextSlot\":" + minContextSlot : "";
    return client.call(
        "getMultipleAccounts",
        "[" + list + ",{\"encoding\":\"base64\"," + CONFIRMED + slot + "}]",
        result -> {
          var accounts = result.get("value").items().stream().map(this::account).toList();
          if (accounts.size() != addresses.size()) {
            throw new JsonException("another number of accounts");
          }
          return new Accounts(result.get("context").get("slot").number(), accounts);
        });
  }

  private Optional<AccountData> account(Json json) {
    if (json.isNull()) {
      return Optional.empty();
    }
    var data = json.get("data");
    if (!data.at(1).string().equals("base64")) {
      throw new JsonException("another encoding");
    }
    return Optional.of(
        new AccountData(
            Address.of(json.get("owner").string()),
            json.get("lamports").number(),
            Base64.getDecoder().decode(data.at(0).string())));
  }

  @Override
  public Statuses statuses(List<String> signatures) {
    var list = signatures.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]"));
    return client.call(
        "getSignatureStatuses",
        "[" + list + ",{\"searchTransactionHistory\":true}]",
        result -> {
          var statuses = result.get("value").items().stream().map(this::status).toList();
          if (statuses.size() != signatures.size()) {
            throw new JsonException("another number of statuses");
          }
          return new Statuses(result.get("context").get("slot").number(), statuses);
        });
  }

  private Status status(Json json) {
    if (json.isNull()) {
      return new Status.Absent();
    }
    long slot = json.get("slot").number();
    var level = json.get("confirmationStatus");
    boolean settled =
        !level.isNull()
            && (level.string().equals("confirmed") || level.string().equals("finalized"));
    if (!settled) {
      return new Status.Processed(slot);
    }
    var error = json.get("err");
    return error.isNull()
        ? new Status.Landed(slot)
        : new Status.LandedWithError(slot, error.text());
  }

  @Override
  public void send(byte[] transaction, boolean skipPreflight) {
    var encoded = Base64.getEncoder().encodeToString(transaction);
    client.call(
        "sendTransaction",
        "["
            + Json.quote(encoded)
            + ",{\"encoding\":\"base64\",\"maxRetries\":0,\"skipPreflight\":"
            + skipPreflight
            + ",\"preflightCommitment\":\"confirmed\"}]",
        Json::string);
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.Accounts;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import io.quantumvault.solana.rpc.Chain.Simulated;
import io.quantumvault.solana.rpc.ChainNode.Epoch;
import io.quantumvault.solana.rpc.ChainNode.LandedSignature;
import io.quantumvault.solana.rpc.ChainNode.Statuses;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/** Solana's JSON-RPC methods: how each is asked and read. */
record Questions(Answers answers) {
  /** Enough to average over, far from a limit. */
  private static final int SAMPLES = 5;

  Question<Blockhash> latestBlockhash(LongPredicate believed) {
    return at(
        "getLatestBlockhash",
        level -> "[{" + level + "}]",
        result -> {
          var value = result.json().get("value");
          long lastValid = value.get("lastValidBlockHeight").number();
          if (!believed.test(lastValid)) {
            throw new Json.JsonException("valid up to a block height that cannot be");
          }
          return new Blockhash(Address.of(value.get("blockhash").string()), lastValid);
        });
  }

  Question<Accounts> accounts(List<Address> addresses, long minContextSlot) {
    var slot = minContextSlot > 0 ? ",\"minContextSlot\":" + minContextSlot : "";
    return at(
        "getMultipleAccounts",
        level -> "[" + list(addresses) + ",{\"encoding\":\"base64\"," + level + slot + "}]",
        result -> answers.accounts(result.json(), addresses.size()));
  }

  Question<Statuses> statuses(List<String> signatures, boolean withHistory) {
    return at(
        "getSignatureStatuses",
        level -> "[" + list(signatures) + ",{\"searchTransactionHistory\":" + withHistory + "}]",
        result -> answers.statuses(result, signatures.size(), withHistory));
  }

  Question<Epoch> epoch() {
    return at("getEpochInfo", level -> "[{" + level + "}]", result -> answers.epoch(result.json()));
  }

  Question<Epoch> finalizedEpoch() {
    return Question.plain("getEpochInfo", "[{\"commitment\":\"finalized\"}]", answers::epoch);
  }

  Question<List<LandedSignature>> history(Address address, int most) {
    return at(
        "getSignaturesForAddress",
        level -> "[" + Json.quote(address.toString()) + ",{\"limit\":" + most + "," + level + "}]",
        result -> result.json().items().stream().map(Answers::landed).toList());
  }

  Question<String> send(byte[] transaction, boolean skipPreflight) {
    var encoded = Json.quote(Base64.getEncoder().encodeToString(transaction));
    return new Question<>(
        "sendTransaction",
        level ->
            "["
                + encoded
                + ",{\"encoding\":\"base64\",\"maxRetries\":0,\"skipPreflight\":"
                + skipPreflight
                + ",\"preflightCommitment\":"
                + Json.quote(level.wireName())
                + "}]",
        result -> result.json().string());
  }

  Question<Simulated> simulate(byte[] transaction) {
    var encoded = Json.quote(Base64.getEncoder().encodeToString(transaction));
    return at(
        "simulateTransaction",
        level ->
            "["
                + encoded
                + ",{\"encoding\":\"base64\",\"sigVerify\":false,\"replaceRecentBlockhash\":true,"
                + level
                + "}]",
        result -> answers.simulated(result.json()));
  }

  static Question<List<Long>> fees(List<Address> writable) {
    return Question.plain("getRecentPrioritizationFees", "[" + list(writable) + "]", Answers::fees);
  }

  static Question<Optional<Duration>> slotTime() {
    return Question.plain("getRecentPerformanceSamples", "[" + SAMPLES + "]", Answers::slotTime);
  }

  /** With the endpoint's commitment as a field of a JSON object. */
  private static <T> Question<T> at(
      String method, Function<String, String> params, Function<Question.Result, T> read) {
    return new Question<>(
        method, level -> params.apply("\"commitment\":" + Json.quote(level.wireName())), read);
  }

  private static String list(List<?> texts) {
    return texts.stream()
        .map(text -> Json.quote(text.toString()))
        .collect(Collectors.joining(",", "[", "]"));
  }
}

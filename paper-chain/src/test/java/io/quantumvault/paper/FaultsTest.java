package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
  private static final long SOL = 1_000_000_000L;
  private static final String GET_SLOT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getSlot\"}";

  private final TestChain chain = TestChain.start();
  private final Rpc rpc = chain.rpc;
  private final Wallet payer = Wallet.number(5);
  private final Address target = Wallet.number(6).address();

  @AfterEach
  void stop() {
    chain.close();
  }

  private void arm(Object... namesAndValues) {
    Map<String, Object> spec = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      spec.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    rpc.result("paper_fault", spec);
  }

  @Test
  void dropsAsManyRequestsOfAMethodAsAskedForAndNoOthers() {
    arm("kind", "drop", "method", "getSlot", "count", 2);

    assertThat(rpc.result("getBlockHeight").isNumber()).isTrue();
    assertThatThrownBy(() -> rpc.result("getSlot")).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> rpc.result("getSlot")).isInstanceOf(UncheckedIOException.class);
    assertThat(rpc.result("getSlot").isNumber()).isTrue();
  }

  @Test
  void aFaultWithoutACountLastsUntilItIsCleared() {
    arm("kind", "http", "status", 429, "method", List.of("getSlot", "getBalance"));

    for (int i = 0; i < 5; i++) {
      assertThat(rpc.post("application/json", GET_SLOT).statusCode()).isEqualTo(429);
    }
    assertThat(rpc.result("paper_faults").at("/0/count").isNull()).isTrue();
    rpc.result("paper_clearFaults");
    assertThat(rpc.result("paper_faults")).isEmpty();
    assertThat(rpc.post("application/json", GET_SLOT).statusCode()).isEqualTo(200);
  }

  @Test
  void theMethodsThatControlTheChainMeetNoFault() {
    arm("kind", "drop");

    assertThatThrownBy(() -> rpc.result("getSlot")).isInstanceOf(UncheckedIOException.class);
    assertThat(rpc.result("paperPrices").has("value")).isTrue();
    rpc.result("paper_clearFaults", 0);
    assertThat(rpc.result("getSlot").isNumber()).isTrue();
  }

  @Test
  void answersWithAServersError() {
    arm("kind", "http", "status", 502, "count", 1);

    assertThat(rpc.post("application/json", GET_SLOT).statusCode()).isEqualTo(502);
  }

  @Test
  void losesTheAnswerOfWhatItDid() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    byte[] wire = chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2));
    arm("kind", "lose-answer", "method", "sendTransaction", "count", 1);

    assertThatThrownBy(() -> rpc.send(wire)).isInstanceOf(UncheckedIOException.class);
    chain.chain.produceBlock();

    assertThat(rpc.balance(target)).isEqualTo(SOL / 2);
  }

  @Test
  void answersLateByTheChainsOwnClock() {
    arm("kind", "delay", "millis", 30_000, "method", "getSlot", "count", 1);
    long slot = rpc.result("getEpochInfo").get("absoluteSlot").longValue();

    CompletableFuture<JsonNode> late = CompletableFuture.supplyAsync(() -> rpc.result("getSlot"));
    while (!rpc.result("paper_faults").isEmpty()) {
      Thread.onSpinWait();
    }
    chain.chain.produceBlock();
    assertThat(late).isNotDone();
    chain.passMillis(30_000);

    assertThat(late.join().longValue()).isEqualTo(slot);
  }

  @Test
  void refusesWithTheCodesOfANodeThatIsBehind() {
    arm("kind", "behind", "slots", 77, "method", "getSlot", "count", 1);
    arm("kind", "min-context", "method", "getBalance", "count", 1);
    arm("kind", "no-history", "method", "getSignatureStatuses", "count", 1);
    arm("kind", "error", "code", -32004, "message", "Block not available", "count", 1);

    JsonNode behind = rpc.error("getSlot");
    assertThat(behind.get("code").intValue()).isEqualTo(-32005);
    assertThat(behind.at("/data/numSlotsBehind").longValue()).isEqualTo(77);
    JsonNode context = rpc.error("getBalance", target.toString());
    assertThat(context.get("code").intValue()).isEqualTo(-32016);
    assertThat(context.at("/data/contextSlot").longValue()).isPositive();
    assertThat(rpc.error("getSignatureStatuses", List.of()).get("code").intValue())
        .isEqualTo(-32011);
    assertThat(rpc.error("getHealth").get("message").stringValue())
        .isEqualTo("Block not available");
  }

  @Test
  void onlyTheMeantCallsOfABatchAreRefused() {
    arm("kind", "behind", "method", "getBlockHeight", "count", 1);
    String height = GET_SLOT.replace("getSlot", "getBlockHeight");

    JsonNode answers = rpc.raw("[" + GET_SLOT + "," + height + "]");

    assertThat(answers.at("/0/result").isNumber()).isTrue();
    assertThat(answers.at("/1/error/code").intValue()).isEqualTo(-32005);
  }

  private InputStream stream() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + chain.chain.port() + "/"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(GET_SLOT))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  @Test
  void dribblesAnAnswerByTheChainsOwnClock() throws Exception {
    String whole = rpc.post("application/json", GET_SLOT).body();
    arm("kind", "slow", "bytes", 10, "millis", 1_000, "count", 1);

    try (InputStream body = stream()) {
      assertThat(body.readNBytes(10)).asString().isEqualTo(whole.substring(0, 10));
      CompletableFuture<byte[]> next = CompletableFuture.supplyAsync(() -> read(body, 10));
      assertThat(rpc.result("getBlockHeight").isNumber()).isTrue();
      assertThat(next).isNotDone();
      while (!next.isDone()) {
        chain.passMillis(1_000);
        assertThat(rpc.result("getBlockHeight").isNumber()).isTrue();
      }
      assertThat(next.join()).asString().isEqualTo(whole.substring(10, 20));
    }
  }

  private static byte[] read(InputStream body, int count) {
    try {
      return body.readNBytes(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sendsABodyWithoutEnd() throws Exception {
    chain.chain.control().fault(0, new Fault.EndlessBody(), 1, "getSlot");

    try (InputStream body = stream()) {
      assertThat(body.readNBytes(20)).asString().startsWith("{\"jsonrpc\"");
      assertThat(body.readNBytes(9_000_000)).hasSize(9_000_000);
    }
    assertThat(rpc.result("getSlot").isNumber()).isTrue();
  }

  @Test
  void sendsABodyThatIsTooLarge() {
    arm("kind", "oversized", "bytes", 3_000_000, "count", 1);

    String body = rpc.post("application/json", GET_SLOT).body();

    assertThat(body).hasSizeGreaterThan(3_000_000);
    assertThat(body.strip()).startsWith("{\"jsonrpc\"");
  }

  @Test
  void liesAboutWhatLanded() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    String signature =
        rpc.send(chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2)));
    chain.chain.produceBlock();
    arm("kind", "absent", "method", "getSignatureStatuses", "count", 1);

    JsonNode first = rpc.result("getSignatureStatuses", List.of(signature, signature)).get("value");

    assertThat(first.get(0).isNull() && first.get(1).isNull()).isTrue();
    assertThat(rpc.status(signature).isNull()).isFalse();
  }

  @Test
  void liesAboutSlotsHeightsAndTheChainItIs() {
    long slot = rpc.result("getSlot").longValue();
    long height = rpc.result("getBlockHeight").longValue();
    String other = Wallet.number(9).address().toString();
    arm("kind", "context-slot", "add", 1_000_000, "method", "getBalance", "count", 1);
    arm("kind", "last-valid", "add", 5_000, "method", "getLatestBlockhash", "count", 1);
    arm("kind", "genesis", "hash", other, "method", "getGenesisHash", "count", 1);
    arm("kind", "lie", "path", "/blockHeight", "add", -30, "method", "getEpochInfo", "count", 1);
    arm("kind", "lie", "path", "", "put", 42, "method", "getSlot", "count", 1);

    assertThat(rpc.result("getBalance", target.toString()).at("/context/slot").longValue())
        .isEqualTo(slot + 1_000_000);
    assertThat(rpc.result("getLatestBlockhash").at("/value/lastValidBlockHeight").longValue())
        .isEqualTo(height + 150 + 5_000);
    assertThat(rpc.result("getGenesisHash").stringValue()).isEqualTo(other);
    assertThat(rpc.result("getEpochInfo").get("blockHeight").longValue()).isEqualTo(height - 30);
    assertThat(rpc.result("getSlot").longValue()).isEqualTo(42);
    assertThat(rpc.result("paper_faults")).isEmpty();
    assertThat(rpc.result("getSlot").longValue()).isEqualTo(slot);
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThat(message(Map.of("kind", "slowly"))).contains("kind must be drop, lose-answer");
    assertThat(message(Map.of())).contains("kind is missing");
    assertThat(message(Map.of("kind", "drop", "millis", 3))).contains("[millis]");
    assertThat(message(Map.of("kind", "drop", "count", 0))).contains("count must be 1 or more");
    assertThat(message(Map.of("kind", "http", "status", 200))).contains("400 to 599");
    assertThat(message(Map.of("kind", "drop", "node", 3))).contains("no node 3");
  }

  private String message(Map<String, Object> spec) {
    JsonNode error = rpc.error("paper_fault", spec);
    assertThat(error.get("code").intValue()).isEqualTo(-32602);
    return error.get("message").stringValue();
  }
}

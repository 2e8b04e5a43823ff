package io.quantumvault.solana.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several nodes of one chain, of which one lies, lags or is silent. */
@Timeout(120)
class GuardedChainTest {
  private static final Address SYSTEM = Address.of(new byte[32]);
  private static final String BLOCKHASH = "11111111111111111111111111111111";

  private final List<RpcNode> nodes = new ArrayList<>();
  private final DrivenClock clock = new DrivenClock();
  private final ChainClock slots = new ChainClock(clock);
  private @Nullable JsonRpcChain made;

  @AfterEach
  void close() {
    if (made != null) {
      made.close();
    }
    nodes.forEach(RpcNode::close);
  }

  /** One that tells the truth about slot 1000 and height 900. */
  private RpcNode node() throws IOException {
    var node =
        new RpcNode()
            .on("getEpochInfo", "{\"absoluteSlot\":1000,\"blockHeight\":900}")
            .on("getRecentPerformanceSamples", "[{\"numSlots\":150,\"samplePeriodSecs\":60}]")
            .on("getLatestBlockhash", blockhash(1050))
            .on("getMultipleAccounts", accounts(1000))
            .on("sendTransaction", "\"sent\"");
    nodes.add(node);
    return node;
  }

  private static String blockhash(long lastValid) {
    return "{\"context\":{\"slot\":1000},\"value\":{\"blockhash\":\""
        + BLOCKHASH
        + "\",\"lastValidBlockHeight\":"
        + lastValid
        + "}}";
  }

  private static String accounts(long slot) {
    return "{\"context\":{\"slot\":" + slot + "},\"value\":[null]}";
  }

  /** Made when first asked for. */
  private JsonRpcChain chain() {
    if (made == null) {
      made =
          JsonRpcChain.guarded(
              new RpcSettings(
                  nodes.stream().map(RpcNode::uri).toList(),
                  RpcSettings.First.OF_THE_LIST,
                  1,
                  Duration.ofSeconds(60),
                  AnswerLimits.standard()),
              EndpointWatch.NONE,
              clock,
              slots);
    }
    return made;
  }

  @Test
  void aFantasyLastValidHeightIsNoAnswer() throws IOException {
    node().on("getLatestBlockhash", blockhash(1_000_000_000));
    node();
    assertThat(chain().latestBlockhash().lastValidBlockHeight()).isEqualTo(1050);
  }

  @Test
  void aFantasyLastValidHeightIsNoAnswerEvenIfNobodyElseAnswers() throws IOException {
    node().on("getLatestBlockhash", blockhash(5));
    assertThatThrownBy(chain()::latestBlockhash).isInstanceOf(ChainUnavailableException.class);
    nodes.getFirst().on("getLatestBlockhash", blockhash(1050));
    assertThat(chain().latestBlockhash().lastValidBlockHeight()).isEqualTo(1050);
    assertThat(nodes.getFirst().asked("getEpochInfo"))
        .as("the height was asked again")
        .isEqualTo(2);
  }

  @Test
  void theHeightIsNotAskedForWithEveryBlockhash() throws IOException {
    var node = node();
    for (int i = 0; i < 5; i++) {
      chain().latestBlockhash();
    }
    assertThat(node.asked("getEpochInfo")).isEqualTo(1);
    assertThat(chain().slotTime()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void aLyingSlotIsNoAnswerAndNothingIsStuckBehindIt() throws IOException {
    var liar = node();
    node();
    chain().latestBlockhash();
    liar.on("getMultipleAccounts", accounts(999_999_999));
    assertThat(chain().accounts(List.of(SYSTEM), 0).slot()).isEqualTo(1000);
    clock.advance(EndpointRest.LONGEST);
    assertThat(chain().accounts(List.of(SYSTEM), 0).slot()).isEqualTo(1000);
    assertThat(liar.asked("getMultipleAccounts")).isEqualTo(2);
  }

  /** As a ledger or the marks remember it. */
  @Test
  void aSlotThatALiarOnceToldIsNotWaitedFor() throws IOException {
    var node = node();
    chain().latestBlockhash();
    assertThat(chain().accounts(List.of(SYSTEM), 999_999_999).slot()).isEqualTo(1000);
    assertThat(node.asked.getLast()).contains("\"minContextSlot\":968");
    assertThat(chain().accounts(List.of(SYSTEM), 1000).slot()).isEqualTo(1000);
    assertThat(node.asked.getLast()).contains("\"minContextSlot\":1000");
  }

  @Test
  void theFirstWordAboutSlotsIsNotThatOfOneThatLies() throws IOException {
    node();
    node().on("getMultipleAccounts", accounts(999_999_999));
    node().on("getEpochInfo", "{\"absoluteSlot\":999999999,\"blockHeight\":900}");
    nodes.getFirst().on("getMultipleAccounts", 503, "");
    assertThat(chain().accounts(List.of(SYSTEM), 0).slot()).isEqualTo(1000);
    assertThat(slots.expectedSlot()).hasValue(1000);
  }

  @Test
  void aStatusLandedAfterItsAnswersOwnSlotIsNoAnswer() throws IOException {
    node()
        .on(
            "getSignatureStatuses",
            "{\"context\":{\"slot\":1000},\"value\":[{\"slot\":1001,\"confirmationStatus\":\"finalized\",\"err\":null}]}");
    assertThatThrownBy(() -> chain().nodes().getFirst().statuses(List.of("a")))
        .isInstanceOf(ChainUnavailableException.class);
  }

  /** As behind a load balancer, or while a node is being repaired. */
  @Test
  void aNodeThatHadNoHistoryIsAskedForItAgain() throws IOException {
    var refusing = new AtomicBoolean(true);
    node()
        .on(
            "getSignatureStatuses",
            exchange -> {
              boolean refuses = refusing.get() && nodes.getFirst().asked.getLast().contains("true");
              var body =
                  refuses
                      ? RpcNode.refusal(-32011)
                      : "{\"result\":{\"context\":{\"slot\":1000},\"value\":[null]}}";
              exchange.sendResponseHeaders(200, body.length());
              exchange.getResponseBody().write(Json.bytes(body));
            });
    var asked = chain().nodes().getFirst();
    assertThat(asked.statuses(List.of("signature")).withHistory()).isFalse();
    refusing.set(false);
    assertThat(asked.statuses(List.of("signature")).withHistory()).isFalse();
    clock.advance(Duration.ofSeconds(5));
    assertThat(asked.statuses(List.of("signature")).withHistory()).isTrue();
  }

  @Test
  void aNodeWithoutHistoryIsAskedWithoutItAndSaysSo() throws IOException {
    node()
        .on(
            "getSignatureStatuses",
            exchange -> {
              var body =
                  nodes.getFirst().asked.getLast().contains("true")
                      ? RpcNode.refusal(-32011)
                      : "{\"result\":{\"context\":{\"slot\":1000},\"value\":[null]}}";
              exchange.sendResponseHeaders(200, body.length());
              exchange.getResponseBody().write(Json.bytes(body));
            });
    for (int i = 0; i < 2; i++) {
      var said = chain().nodes().getFirst().statuses(List.of("a"));
      assertThat(said.withHistory()).isFalse();
      assertThat(said.statuses()).containsExactly(new Status.Absent());
    }
  }

  @Test
  void aTransactionGoesToEveryEndpointAtOnceAndTheFirstAcceptanceIsEnough() throws Exception {
    var told = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    node()
        .on(
            "sendTransaction",
            exchange -> {
              told.countDown();
              goOn.await();
              exchange.sendResponseHeaders(503, -1);
            });
    var quick = node();
    CompletableFuture.runAsync(() -> chain().send(new byte[] {1}, false)).get(60, TimeUnit.SECONDS);
    assertThat(told.await(60, TimeUnit.SECONDS)).as("the slow one was told too").isTrue();
    goOn.countDown();
    assertThat(quick.asked.getFirst())
        .contains("\"maxRetries\":0", "\"skipPreflight\":false", "\"preflightCommitment\"");
  }

  @Test
  void aRefusalThatSaysMoreThanALaggingNodesIsTold() throws IOException {
    node().on("sendTransaction", 200, preflight("\"BlockhashNotFound\""));
    node().on("sendTransaction", 200, preflight("{\"InstructionError\":[2,{\"Custom\":6003}]}"));
    assertThatThrownBy(() -> chain().send(new byte[] {1}, false))
        .isInstanceOfSatisfying(
            ChainRefusedException.class, e -> assertThat(e.err()).contains("6003"));
  }

  private static String preflight(String err) {
    return "{\"error\":{\"code\":-32002,\"message\":\"failed\",\"data\":{\"logs\":[\""
        + "x".repeat(2000)
        + "\"],\"err\":"
        + err
        + "}}}";
  }

  @Test
  void whatWasProcessedAlreadyIsAccepted() throws IOException {
    node().on("sendTransaction", 200, preflight("\"AlreadyProcessed\""));
    chain().send(new byte[] {1}, false);
    assertThat(nodes.getFirst().asked("sendTransaction")).isEqualTo(1);
  }

  @Test
  void whatASimulationUsesIsRead() throws IOException {
    var node =
        node()
            .on(
                "simulateTransaction",
                "{\"context\":{\"slot\":1000},\"value\":{\"err\":null,\"unitsConsumed\":4200}}");
    assertThat(chain().simulate(new byte[] {1})).isEqualTo(new Chain.Simulated(4200, ""));
    assertThat(node.asked.getFirst())
        .contains("\"sigVerify\":false", "\"replaceRecentBlockhash\":true");
    node.on(
        "simulateTransaction",
        "{\"context\":{\"slot\":1000},\"value\":{\"err\":\"AccountNotFound\",\"unitsConsumed\":0}}");
    assertThat(chain().simulate(new byte[] {1}).error()).isEqualTo("\"AccountNotFound\"");
  }

  @Test
  void whatOthersPaidIsReadForTheAccounts() throws IOException {
    var node =
        node()
            .on(
                "getRecentPrioritizationFees",
                "[{\"slot\":1,\"prioritizationFee\":0},{\"slot\":2,\"prioritizationFee\":70}]");
    assertThat(chain().prioritizationFees(List.of(SYSTEM))).containsExactly(0L, 70L);
    assertThat(node.asked.getFirst()).contains("[[\"" + BLOCKHASH + "\"]]");
  }

  @Test
  void theHistoryOfAnAddressIsRead() throws IOException {
    node()
        .on(
            "getSignaturesForAddress",
            "[{\"signature\":\"s\",\"slot\":9,\"blockTime\":1700000000,\"err\":null},{\"signature\":\"t\",\"slot\":8,\"blockTime\":null}]");
    var history = chain().nodes().getFirst().history(SYSTEM, 10);
    assertThat(history.getFirst().at().orElseThrow().getEpochSecond()).isEqualTo(1_700_000_000);
    assertThat(history.getLast().at()).isEmpty();
  }
}

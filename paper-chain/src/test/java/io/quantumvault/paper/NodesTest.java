package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.NodeSettings.History;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Three nodes of one chain: a sound one, one 30 slots behind, and one that others answer for. */
class NodesTest {
  private static final long SOL = 1_000_000_000L;

  private final TestChain chain =
      new TestChain(
          TestChain.settings()
              .withNodes(
                  List.of(
                      TestChain.AT_ONCE,
                      TestChain.AT_ONCE.withLagSlots(30),
                      TestChain.AT_ONCE.answeredBy(0, 1))));
  private final Rpc sound = chain.rpc;
  private final Rpc lagging = chain.rpc(1);
  private final Rpc shared = chain.rpc(2);
  private final Wallet payer = Wallet.number(5);
  private final Address target = Wallet.number(6).address();

  @BeforeEach
  void fund() {
    sound.result("requestAirdrop", payer.address().toString(), SOL);
    chain.chain.produceBlocks(40);
  }

  @AfterEach
  void stop() {
    lagging.close();
    shared.close();
    chain.close();
  }

  private String landed() {
    String signature =
        sound.send(chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2)));
    chain.chain.produceBlock();
    return signature;
  }

  private static long slot(Rpc rpc) {
    return rpc.result("getSlot").longValue();
  }

  @Test
  void aLaggingNodeSeesTheChainAsItWas() {
    String signature = landed();

    assertThat(slot(lagging)).isEqualTo(slot(sound) - 30);
    assertThat(lagging.status(signature).isNull()).isTrue();
    assertThat(lagging.balance(target)).isZero();
    assertThat(lagging.blockhash()).isNotEqualTo(sound.blockhash());
    JsonNode refused =
        lagging.error("getBalance", target.toString(), Map.of("minContextSlot", slot(sound)));
    assertThat(refused.get("code").intValue()).isEqualTo(-32016);
    assertThat(refused.at("/data/contextSlot").longValue()).isEqualTo(slot(lagging));

    chain.chain.produceBlocks(30);
    assertThat(lagging.status(signature).get("slot"))
        .isEqualTo(sound.status(signature).get("slot"));
    assertThat(lagging.balance(target)).isEqualTo(SOL / 2);
  }

  @Test
  void aLaggingNodeDoesNotKnowTheNewestBlockhashButForwardsWhatItIsSent() {
    byte[] wire = chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2));

    assertThat(lagging.sendRefused(wire).at("/data/err").stringValue())
        .isEqualTo("BlockhashNotFound");
    String signature = lagging.sendBlind(wire);
    chain.chain.produceBlock();
    assertThat(sound.status(signature).get("err").isNull()).isTrue();
  }

  @Test
  void farBehindANodeCallsItselfUnhealthy() {
    assertThat(lagging.result("getHealth").stringValue()).isEqualTo("ok");

    sound.result("paper_node", 1, Map.of("lag", 200));

    JsonNode error = lagging.error("getHealth");
    assertThat(error.get("code").intValue()).isEqualTo(-32005);
    assertThat(error.at("/data/numSlotsBehind").longValue()).isEqualTo(200);
    assertThat(sound.result("getHealth").stringValue()).isEqualTo("ok");
  }

  @Test
  void twoNodesBehindOneAddressAnswerInTurn() {
    long newest = slot(sound);

    assertThat(List.of(slot(shared), slot(shared), slot(shared), slot(shared)))
        .containsExactly(newest, newest - 30, newest, newest - 30);

    sound.result("paper_node", 2, Map.of("answered-by", List.of(1, 1, 0)));
    assertThat(List.of(slot(shared), slot(shared), slot(shared)))
        .containsExactlyInAnyOrder(newest, newest - 30, newest - 30);
  }

  @Test
  void heightsComeFromOneNodeAndStatusesFromAnother() {
    sound.result(
        "paper_fault", Map.of("kind", "as-node", "as", 1, "method", "getSignatureStatuses"));
    String signature = landed();
    long newest = slot(sound);

    JsonNode statuses = sound.result("getSignatureStatuses", List.of(signature));

    assertThat(statuses.at("/context/slot").longValue()).isEqualTo(newest - 30);
    assertThat(statuses.at("/value/0").isNull()).isTrue();
    assertThat(sound.result("getEpochInfo").get("absoluteSlot").longValue()).isEqualTo(newest);
    assertThat(sound.error("paper_fault", Map.of("kind", "as-node", "as", 9)).get("message"))
        .hasToString("\"Invalid params: no node 9; there are 0 to 2\"");
  }

  @Test
  void aNodeWithoutHistorySaysSoAndKnowsTheRecentOnly() {
    String signature = landed();
    chain.chain.control().configure(0, TestChain.AT_ONCE.withHistory(History.NONE, 0));

    JsonNode recent = sound.result("getSignatureStatuses", List.of(signature));
    assertThat(recent.at("/value/0").isNull()).isFalse();
    assertThat(
            sound
                .error(
                    "getSignatureStatuses",
                    List.of(signature),
                    Map.of("searchTransactionHistory", true))
                .get("code")
                .intValue())
        .isEqualTo(-32011);
    assertThat(sound.error("getTransaction", signature).get("code").intValue()).isEqualTo(-32011);
    assertThat(sound.error("getSignaturesForAddress", target.toString()).get("code").intValue())
        .isEqualTo(-32011);
  }

  @Test
  void aNodeWithABlankHistoryDeniesWhatLanded() {
    String signature = landed();
    sound.result("paper_node", Map.of("history", "blank"));

    assertThat(sound.status(signature).isNull()).isTrue();
    assertThat(sound.result("getTransaction", signature).isNull()).isTrue();
    assertThat(sound.result("getSignaturesForAddress", target.toString())).isEmpty();
    assertThat(sound.balance(target)).isEqualTo(SOL / 2);
  }

  @Test
  void aNodeKnowsNothingBeforeItsFirstSlot() {
    String before = landed();
    chain.chain.produceBlock();
    sound.result("paper_node", Map.of("history-from", slot(sound)));
    byte[] next = chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 4));
    String after = sound.send(next);
    chain.chain.produceBlock();

    assertThat(sound.status(before).isNull()).isTrue();
    assertThat(sound.status(after).isNull()).isFalse();
  }

  @Test
  void aNodeMayTakeTransactionsAndLoseThem() {
    chain.chain.control().configure(0, TestChain.AT_ONCE.withForwarding(false));
    String lost = sound.send(chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2)));
    chain.chain.produceBlock();

    assertThat(sound.status(lost).isNull()).isTrue();
    assertThat(sound.balance(target)).isZero();
  }

  @Test
  void nodesDisagreeAboutFinality() {
    sound.result("paper_node", 1, Map.of("lag", 0, "alpenglow", "off"));
    String signature = landed();

    assertThat(sound.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("finalized");
    assertThat(lagging.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("processed");
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThat(message("paper_node", Map.of("lagg", 3))).contains("[lagg]").contains("history");
    assertThat(message("paper_node", Map.of("lag", 401))).contains("lag must be 0 to 400");
    assertThat(message("paper_node", Map.of("history", "some"))).contains("full, none or blank");
    assertThat(message("paper_node", 9, Map.of("lag", 1))).contains("no node 9");
    assertThat(message("paper_node", Map.of("answered-by", List.of(7)))).contains("no node 7");
  }

  private String message(String method, Object... params) {
    JsonNode error = sound.error(method, params);
    assertThat(error.get("code").intValue()).isEqualTo(-32602);
    return error.get("message").stringValue();
  }
}

package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RpcProtocolTest {
  private final TestChain chain = TestChain.start();
  private final Rpc rpc = chain.rpc;

  @AfterEach
  void stop() {
    chain.close();
  }

  @Test
  void namesEachMistakeAsANodeDoes() {
    assertThat(code(rpc.raw("{nonsense"))).isEqualTo(-32700);
    assertThat(code(rpc.raw("{}"))).isEqualTo(-32600);
    assertThat(code(rpc.raw("[]"))).isEqualTo(-32600);
    assertThat(code(rpc.ask("getNothing"))).isEqualTo(-32601);
    assertThat(code(rpc.ask("getBalance"))).isEqualTo(-32602);
    assertThat(code(rpc.ask("getBalance", 7))).isEqualTo(-32602);
    assertThat(code(rpc.ask("getBalance", "0OIl"))).isEqualTo(-32602);
    assertThat(code(rpc.ask("getSlot", Map.of("minContextSlot", 1_000_000)))).isEqualTo(-32016);
  }

  private static int code(JsonNode answer) {
    return answer.at("/error/code").intValue();
  }

  @Test
  void answersBatchesInOrderAndNotificationsNotAtAll() {
    String slot = "{\"jsonrpc\":\"2.0\",\"method\":\"getSlot\"";
    JsonNode answers =
        rpc.raw("[" + slot + ",\"id\":1}," + slot + "}," + slot + ",\"id\":\"two\"}]");

    assertThat(answers).hasSize(2);
    assertThat(answers.at("/0/id").intValue()).isEqualTo(1);
    assertThat(answers.at("/1/id").stringValue()).isEqualTo("two");
    assertThat(rpc.post("application/json", slot + "}").body()).isEmpty();
  }

  @Test
  void takesNothingThatAWebPageCouldPost() {
    String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getSlot\"}";

    assertThat(rpc.post("text/plain", request).statusCode()).isEqualTo(415);
    assertThat(rpc.post("application/json; charset=utf-8", request).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesABodyWithoutEnd() {
    assertThat(rpc.post("application/json", " ".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
  }

  @Test
  void tellsSlotsHeightsAndBlockhashes() {
    long slot = rpc.result("getSlot").longValue();
    long height = rpc.result("getBlockHeight").longValue();
    JsonNode latest = rpc.result("getLatestBlockhash");
    String blockhash = latest.at("/value/blockhash").stringValue();

    assertThat(slot).isNotEqualTo(height);
    assertThat(latest.at("/context/slot").longValue()).isEqualTo(slot);
    assertThat(latest.at("/value/lastValidBlockHeight").longValue()).isEqualTo(height + 150);

    chain.chain.produceBlocks(150);
    assertThat(rpc.result("getBlockHeight").longValue()).isEqualTo(height + 150);
    assertThat(rpc.result("isBlockhashValid", blockhash).get("value").booleanValue()).isTrue();
    chain.chain.produceBlock();
    assertThat(rpc.result("isBlockhashValid", blockhash).get("value").booleanValue()).isFalse();
  }

  @Test
  void answersTheOtherQuestionsOfAClient() {
    assertThat(rpc.result("getHealth").stringValue()).isEqualTo("ok");
    assertThat(rpc.result("getVersion").has("solana-core")).isTrue();
    assertThat(rpc.result("getGenesisHash").stringValue()).hasSizeBetween(32, 44);
    assertThat(rpc.result("getMinimumBalanceForRentExemption", 0).longValue()).isEqualTo(890_880);
    assertThat(rpc.result("getMinimumBalanceForRentExemption", 165).longValue())
        .isEqualTo(2_039_280);
    assertThat(rpc.result("getRecentPrioritizationFees", List.of())).isNotEmpty();
    assertThat(rpc.result("getEpochInfo").get("absoluteSlot")).isEqualTo(rpc.result("getSlot"));
    assertThat(rpc.result("getAccountInfo", chain.bot.address().toString()).get("value").isNull())
        .isTrue();
  }

  @Test
  void answersManyAccountsWithGapsAsNull() {
    chain.withTrader(0);

    JsonNode value =
        rpc.result(
                "getMultipleAccounts",
                List.of(chain.user.toString(), Wallet.number(99).address().toString()),
                Map.of("encoding", "base64", "dataSlice", Map.of("offset", 8, "length", 32)))
            .get("value");

    assertThat(value).hasSize(2);
    assertThat(value.at("/0/space").intValue()).isEqualTo(4376);
    assertThat(value.at("/0/data/0").stringValue())
        .isEqualTo(Compiled.base64(chain.owner.address().toBytes()));
    assertThat(value.get(1).isNull()).isTrue();
  }
}

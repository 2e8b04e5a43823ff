package io.quantumvault.solana.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonRpcChainTest {
  private RpcNode node;
  private JsonRpcChain chain;

  @BeforeEach
  void listen() throws IOException {
    node = new RpcNode();
    chain =
        new JsonRpcChain(
            new RpcSettings(
                List.of(node.uri()),
                RpcSettings.First.THAT_ANSWERED,
                3,
                Duration.ofSeconds(30),
                AnswerLimits.standard()),
            EndpointWatch.NONE);
  }

  @AfterEach
  void close() {
    chain.close();
    node.close();
  }

  @Test
  void keepsTheErrorOfALandedTransaction() {
    node.result(
        "{\"context\":{\"slot\":9},\"value\":[null,"
            + "{\"slot\":7,\"confirmationStatus\":\"processed\",\"err\":null},"
            + "{\"slot\":7,\"confirmationStatus\":\"confirmed\",\"err\":null},"
            + "{\"slot\":8,\"confirmationStatus\":\"finalized\",\"err\":{\"InstructionError\":[1,{\"Custom\":6003}]}}]}");
    assertThat(chain.nodes().getFirst().statuses(List.of("a", "b", "c", "d")).statuses())
        .containsExactly(
            new Status.Absent(),
            new Status.Processed(7),
            new Status.Landed(7),
            new Status.LandedWithError(8, "{\"InstructionError\":[1,{\"Custom\":6003}]}"));
    assertThat(node.asked.getFirst()).contains("\"searchTransactionHistory\":true");
  }

  @Test
  void keepsCodeAndDataOfARefusal() {
    node.answers(
        200,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32002,\"message\":\"failed\",\"data\":{\"err\":\"X\"}}}");
    assertThatThrownBy(() -> chain.send(new byte[] {1}, false))
        .isInstanceOfSatisfying(
            ChainRefusedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(-32002);
              assertThat(e.data()).isEqualTo("{\"err\":\"X\"}");
            });
    assertThat(node.asked).hasSize(1);
    assertThat(node.asked.getFirst())
        .contains("\"maxRetries\":0")
        .contains("\"skipPreflight\":false");
  }

  @Test
  void anAnswerOfAnotherShapeIsNoAnswer() {
    node.result("{\"context\":{\"slot\":9},\"value\":[null]}");
    assertThatThrownBy(() -> chain.nodes().getFirst().statuses(List.of("a", "b")))
        .isInstanceOf(ChainUnavailableException.class);
  }

  @Test
  void readsAccountsAtASlot() {
    node.result(
        "{\"context\":{\"slot\":9},\"value\":[null,{\"lamports\":5,\"owner\":"
            + "\"11111111111111111111111111111111\",\"data\":[\"AQI=\",\"base64\"],\"executable\":false}]}");
    var system = Address.of(new byte[32]);
    var read = chain.accounts(List.of(system, system), 8);
    assertThat(read.slot()).isEqualTo(9);
    assertThat(read.accounts().getFirst()).isEmpty();
    assertThat(read.accounts().getLast().orElseThrow().data()).containsExactly(1, 2);
    assertThat(node.asked.getFirst()).contains("\"minContextSlot\":8");
  }

  @Test
  void anAccountWithoutDataIsNoAnswer() {
    node.result(
        "{\"context\":{\"slot\":9},\"value\":[{\"lamports\":5,\"owner\":"
            + "\"11111111111111111111111111111111\",\"data\":[]}]}");
    assertThatThrownBy(() -> chain.accounts(List.of(Address.of(new byte[32])), 0))
        .isInstanceOf(ChainUnavailableException.class);
  }

  @Test
  void aBlockhashIsAnAddress() {
    node.result(
        "{\"context\":{\"slot\":9},\"value\":{\"blockhash\":\"11111111111111111111111111111111\",\"lastValidBlockHeight\":18446744073709551615}}");
    assertThat(chain.latestBlockhash())
        .isEqualTo(new Chain.Blockhash(Address.of(new byte[32]), -1));
    node.result(
        "{\"context\":{\"slot\":9},\"value\":{\"blockhash\":\"l\",\"lastValidBlockHeight\":1}}");
    chain.latestBlockhash();
    assertThatThrownBy(chain::latestBlockhash).isInstanceOf(ChainUnavailableException.class);
  }
}

package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.StartRefused;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainOptionsTest {
  private static final Set<String> KNOWN = Set.of(ChainOptions.CLUSTER, ChainOptions.RPC_URL);

  @Test
  void withoutNodesThereIsAPaperChain() {
    assertThat(ChainOptions.choice(null, null)).isEqualTo(new ChainChoice.Paper());
    assertThat(ChainOptions.choice("localnet", null)).isEqualTo(new ChainChoice.Paper());
    assertThat(ChainOptions.choice("localnet", null).isLocal()).isTrue();
  }

  @Test
  void nodesAreTakenInTheirOrder() {
    ChainChoice choice =
        ChainOptions.choice("mainnet", "https://a.example/key?x=1,https://b.example");

    assertThat(choice)
        .isEqualTo(
            new ChainChoice.Nodes(
                "mainnet",
                List.of(URI.create("https://a.example/key?x=1"), URI.create("https://b.example"))));
    assertThat(choice.isLocal()).isFalse();
    assertThat(ChainOptions.choice("localnet", "http://127.0.0.1:8899,http://[::1]:1").isLocal())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "testnet|-|--cluster needs localnet, devnet or mainnet",
        "''|-|--cluster needs localnet, devnet or mainnet",
        "devnet|-|--cluster devnet needs --rpc-url",
        "mainnet|-|--cluster mainnet needs --rpc-url",
        "-|http://127.0.0.1:1|--rpc-url needs --cluster",
        "mainnet|''|address 1 is no http or https address",
        "mainnet|https://a.example,|address 2 is no http or https address",
        "mainnet|ws://a.example|address 1 is no http or https address",
        "mainnet|https://a b|address 1 is no http or https address",
        "mainnet|https:///path|address 1 is no http or https address",
        "mainnet|http://a.example|address 1 is plain http to another machine",
        "mainnet|http://127.0.0.1.example|address 1 is plain http to another machine",
        "localnet|https://a.example|address 1 is not on this machine",
      })
  void whatDoesNotFitIsNamedWithoutTheAddress(String cluster, String urls, String message) {
    assertThatThrownBy(() -> ChainOptions.choice(cluster, urls))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("a.example");
  }

  @Test
  void thePortOfAPaperChainDoesNotGoWithNodes() {
    assertThatThrownBy(() ->
            Options.parse(
                List.of(
                    "--cluster",
                    "localnet",
                    "--rpc-url",
                    "http://127.0.0.1:1",
                    "--chain-port",
                    "2"),
                KNOWN))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("--chain-port is the paper chain's");
  }

  @Test
  void aCommandThatStartsNothingTakesNoCluster() {
    assertThatThrownBy(() -> Options.parse(List.of("--cluster", "localnet"), Set.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("no option --cluster");
  }

  @Test
  void theDemoRefusesRealMoney() {
    assertThatThrownBy(() ->
            Command.named("demo")
                .run(
                    List.of("--cluster", "mainnet", "--rpc-url", "https://a.example"),
                    System.out,
                    System.err))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("on localnet only");
  }
}

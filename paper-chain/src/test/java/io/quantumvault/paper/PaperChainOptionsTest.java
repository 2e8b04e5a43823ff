package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.paper.chain.LandingRule;
import io.quantumvault.paper.fault.Fault;
import io.quantumvault.paper.node.Finality;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.node.NodeSettings.Alpenglow;
import io.quantumvault.paper.node.NodeSettings.History;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Start options of the chain by itself. */
class PaperChainOptionsTest {
  private static PaperChainSettings settings(String... args) {
    return PaperChainApplication.settings(args);
  }

  @Test
  void isCalmUnlessAskedOtherwise() {
    PaperChainSettings calm = settings();

    assertThat(calm.nodes()).containsExactly(NodeSettings.STANDARD.withPort(8899));
    assertThat(calm.faults()).isEmpty();
    assertThat(calm.landing()).isEmpty();
    assertThat(calm.skippedPpm()).isZero();
    assertThat(calm.slotDuration()).isEqualTo(PaperChainSettings.SLOT);
  }

  @Test
  void readsNodesFaultsAndLandingRules() {
    PaperChainSettings read =
        settings(
            "--port=9000",
            "--ws-port=9001",
            "--skipped-ppm=5000",
            "--nodes=;port=9002,lag=30,history=none;alpenglow=off,answered-by=0+1",
            "--faults=kind=http,status=429,method=getSlot+getBalance,count=3;node=1,kind=drop",
            "--landing=rule=after-sendings,sendings=2,count=9");

    assertThat(read.nodes())
        .containsExactly(
            NodeSettings.STANDARD.withPort(9000).withWebSocketPort(9001),
            NodeSettings.STANDARD.withPort(9002).withLagSlots(30).withHistory(History.NONE, 0),
            NodeSettings.STANDARD
                .withFinality(Finality.ByVotes.STANDARD, Alpenglow.OFF)
                .answeredBy(0, 1));
    assertThat(read.skippedPpm()).isEqualTo(5_000);
    assertThat(read.faults()).hasSize(2);
    assertThat(read.faults().getFirst().armed().fault()).isEqualTo(new Fault.HttpStatus(429));
    assertThat(read.faults().getFirst().armed().methods())
        .containsExactlyInAnyOrder("getSlot", "getBalance");
    assertThat(read.faults().getFirst().armed().requests()).isEqualTo(3);
    assertThat(read.faults().getLast().node()).isEqualTo(1);
    assertThat(read.landing().getFirst().rule()).isEqualTo(new LandingRule.AfterSendings(2));
    assertThat(settings("--alpenglow=off").nodes().getFirst().finality())
        .isEqualTo(Finality.ByVotes.STANDARD);
  }

  @Test
  void aChainStartsWithWhatItWasGiven() {
    PaperChainSettings given =
        settings(
            "--nodes=port=0,ws-port=0;lag=3",
            "--faults=node=1,kind=http,status=500,method=getSlot,count=1",
            "--landing=rule=never");
    try (TestChain chain = new TestChain(given.withBlocksByHand());
        Rpc second = chain.rpc(1)) {
      String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getSlot\"}";
      assertThat(second.post("application/json", request).statusCode()).isEqualTo(500);
      assertThat(second.post("application/json", request).statusCode()).isEqualTo(200);
      assertThat(chain.chain.webSocketPort(0)).isPresent();
      assertThat(chain.chain.webSocketPort(1)).isEmpty();
      Wallet payer = Wallet.number(5);
      chain.rpc.result("requestAirdrop", payer.address().toString(), 1_000_000_000L);
      chain.passMillis(200);
      byte[] wire = chain.signed(payer, Calls.transfer(payer.address(), payer.address(), 1));
      assertThat(chain.rpc.sendBlind(wire)).isNotEmpty();
      chain.chain.produceBlocks(2);
      assertThat(chain.rpc.status(chain.rpc.sendBlind(wire)).isNull()).isTrue();
    }
  }

  @Test
  void namesWhatItDoesNotUnderstand() {
    List<List<String>> wrong =
        List.of(
            List.of("--nodes=lag", "no name=value: lag"),
            List.of("--nodes=lag=x", "lag is no whole number: x"),
            List.of("--nodes=;lagg=1", "not understood: [lagg]"),
            List.of("--faults=node=1,kind=drop", "faults: no node 1"),
            List.of("--faults=method=getSlot", "kind is missing"),
            List.of("--landing=rule=soon", "rule must be"),
            List.of("--skipped-ppm=900001", "skipped-ppm must be 0 to 900000"),
            List.of("--alpenglow=perhaps", "on, off or unknown"));
    for (List<String> pair : wrong) {
      assertThatThrownBy(() -> settings(pair.getFirst()))
          .as(pair.getFirst())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(pair.getLast());
    }
  }
}

package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Cluster;
import io.quantumvault.solana.rpc.NodeIdentity;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeCheckTest {
  private static final Address OWN = Address.of("11111111111111111111111111111112");
  private static final Address ANOTHER = Address.of("11111111111111111111111111111113");

  @Test
  void aNodeOfTheClusterIsTaken() {
    assertThat(check("mainnet", new NodeIdentity.Known(Cluster.MAINNET)))
        .isEqualTo(Cluster.MAINNET.genesisHash());
    assertThat(check("devnet", new NodeIdentity.Known(Cluster.DEVNET)))
        .isEqualTo(Cluster.DEVNET.genesisHash());
    assertThat(check("localnet", new NodeIdentity.OtherChain(OWN))).isEqualTo(OWN);
  }

  @Test
  void aNodeOfAnotherClusterIsRefused() {
    refused("of devnet, not of mainnet", "mainnet", new NodeIdentity.Known(Cluster.DEVNET));
    refused("of mainnet, not of devnet", "devnet", new NodeIdentity.Known(Cluster.MAINNET));
    refused("of mainnet, not of localnet", "localnet", new NodeIdentity.Known(Cluster.MAINNET));
    refused("of testnet, not of devnet", "devnet", new NodeIdentity.Known(Cluster.TESTNET));
  }

  @Test
  void aPaperChainIsNotMainnet() {
    refused("such as a paper chain, not of mainnet", "mainnet", new NodeIdentity.OtherChain(OWN));
  }

  @Test
  void everyNodeIsAsked() {
    refused(
        "RPC address 2 (node2.example) is no Solana node: silence",
        "mainnet",
        new NodeIdentity.Known(Cluster.MAINNET),
        new NodeIdentity.NotSolana("silence"));
    refused(
        "addresses 1 and 2 are nodes of different chains",
        "localnet",
        new NodeIdentity.OtherChain(OWN),
        new NodeIdentity.OtherChain(ANOTHER));
  }

  @Test
  void nobodyAtTheAddressIsNoSolanaNode() throws IOException {
    // Bound and not listening: it refuses connections, and nobody else can get the port.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI address = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
      var nodes = new ChainChoice.Nodes("localnet", List.of(address));

      assertThatThrownBy(() -> NodeCheck.real().genesis(nodes))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("RPC address 1 (127.0.0.1) is no Solana node");
    }
  }

  private static Address check(String cluster, NodeIdentity... answers) {
    var left = new ArrayDeque<>(List.of(answers));
    var addresses = new java.util.ArrayList<URI>();
    for (int i = 1; i <= answers.length; i++) {
      addresses.add(URI.create("https://node" + i + ".example/access-key"));
    }
    return new NodeCheck(address -> left.removeFirst())
        .genesis(new ChainChoice.Nodes(cluster, addresses));
  }

  private static void refused(String message, String cluster, NodeIdentity... answers) {
    assertThatThrownBy(() -> check(cluster, answers))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("access-key");
  }
}

package io.quantumvault.solana.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.NodeIdentity.Known;
import io.quantumvault.solana.rpc.NodeIdentity.NotSolana;
import io.quantumvault.solana.rpc.NodeIdentity.OtherChain;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIdentityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private RpcNode node;

  @BeforeEach
  void listen() throws IOException {
    node = new RpcNode();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private NodeIdentity identity() {
    return NodeIdentity.of(node.uri(), PATIENCE);
  }

  /** The hashes that the public nodes of each cluster give. */
  @ParameterizedTest
  @CsvSource({
    "MAINNET,5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
    "DEVNET,EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG",
    "TESTNET,4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY",
  })
  void aNodeOfAPublicClusterIsKnown(Cluster cluster, String hash) {
    node.result("\"" + hash + "\"");
    assertThat(identity()).isEqualTo(new Known(cluster));
    assertThat(node.asked.getFirst()).contains("\"getGenesisHash\"");
  }

  @Test
  void aLocalValidatorIsAnotherChain() {
    node.result("\"4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi\"");
    assertThat(identity())
        .isEqualTo(new OtherChain(Address.of("4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi")));
  }

  @Test
  void aNodeOfAnotherKindIsNotSolana() {
    node.error(-32601);
    assertThat(identity()).isEqualTo(new NotSolana("getGenesisHash refused: -32601 no"));
  }

  @Test
  void aHashOfAnotherKindIsNotSolana() {
    node.result("\"0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3\"");
    assertThat(identity()).isInstanceOf(NotSolana.class);
  }

  @Test
  void aWebSiteIsNotSolana() {
    node.answers(200, "<!doctype html>");
    assertThat(identity())
        .isInstanceOfSatisfying(NotSolana.class, no -> assertThat(no.why()).contains("not JSON"));
  }

  @Test
  void nobodyIsNotSolanaAndTheAddressIsNotRepeated() {
    var address = URI.create(node.uri() + "/?api-key=hush");
    node.close();
    assertThat(NodeIdentity.of(address, PATIENCE))
        .isInstanceOfSatisfying(NotSolana.class, no -> assertThat(no.why()).doesNotContain("hush"));
    assertThat(NodeIdentity.of(URI.create("ftp://host/hush"), PATIENCE))
        .isEqualTo(new NotSolana("it is no http address"));
  }
}

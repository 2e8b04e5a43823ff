package io.quantumvault.control;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.v1.AgentWalletState;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The snapshots of agent wallets as the signer reads them. */
final class Snapshots {
  private Snapshots() {}

  /**
   * The snapshot of that version. The topic is compacted, so records are told apart by what they
   * say and not counted.
   */
  static AgentWalletState of(TestSystem system, String wallet, long version) throws Exception {
    var seen =
        new TopicReader(system.platform())
            .readUntil(
                Principal.SIGNER,
                "execution-state-v1",
                wallet,
                found ->
                    found.stream().anyMatch(record -> parse(record).getStateVersion() == version));
    return seen.stream()
        .map(Snapshots::parse)
        .filter(state -> state.getStateVersion() == version)
        .findFirst()
        .orElseThrow();
  }

  private static AgentWalletState parse(ConsumerRecord<String, byte[]> record) {
    try {
      return AgentWalletState.parseFrom(record.value());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}

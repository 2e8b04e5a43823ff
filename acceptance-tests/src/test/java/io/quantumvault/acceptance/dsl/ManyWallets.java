package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.Grant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** State of many wallets on its topic, as the outbox would have written it; of the usual size. */
public record ManyWallets(Random random) {
  private static final int POLICY_BYTES = 700;
  private static final int TEXT_BYTES = 1400;

  /** Writes so many wallets, one bot each, whose grants have ended. */
  public void write(int count, Map<String, Object> outboxUser) {
    var settings = new HashMap<>(outboxUser);
    settings.put("linger.ms", 20);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int n = 0; n < count; n++) {
        var state = wallet();
        producer.send(
            new ProducerRecord<>(
                Topics.EXECUTION_STATE.name(),
                state.getAgentWallet().getBytes(UTF_8),
                state.toByteArray()));
      }
    }
  }

  private AgentWalletState wallet() {
    var owner = address();
    return AgentWalletState.newBuilder()
        .setAgentWallet(address())
        .setOwner(owner)
        .setStateVersion(1)
        .setCluster("localnet")
        .addBots(
            BotState.newBuilder()
                .setBotId(id())
                .setVenue("paper")
                .setTradingAccount(address())
                .setTradingAuthority(owner)
                .setGrant(
                    Grant.newBuilder()
                        .setGrantId(id())
                        .setGrantSequence(1)
                        .setPolicyVersion(1)
                        .setPolicy(bytes(POLICY_BYTES))
                        .setPolicySha256(bytes(32))
                        .setSignedText(bytes(TEXT_BYTES))
                        .setOwnerSignature(bytes(64))
                        .setStartsAtMs(1)
                        .setExpiresAtMs(2)))
        .build();
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String address() {
    return Base58.encode(bytes(32).toByteArray());
  }

  private ByteString bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}

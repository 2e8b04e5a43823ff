package io.quantumvault.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.kit.management.ManagementServer;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.schemas.v1.HoldMark;
import io.quantumvault.schemas.v1.Reconciled;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.schemas.v1.StandingMark;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service on real Kafka and PostgreSQL, with a chain behind JSON-RPC. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SignerIT {
  private static final FakeChain CHAIN = new FakeChain();

  private static Platform platform;
  private static FakeRpcServer rpc;
  private static ServiceKey stage;
  private static ServiceKey stranger;
  private static FileKeyManagement wrapping;
  private static Map<String, Object> properties;
  private static ConfigurableApplicationContext signer;

  @BeforeAll
  static void start() throws Exception {
    platform = Platform.startTemporary();
    rpc = new FakeRpcServer(CHAIN);
    Path keys = Files.createTempDirectory("keys");
    var mine = keys.resolve("signer");
    FileKmsKeys.create(KeyName.EXECUTION, 1, mine, keys.resolve("control"));
    wrapping = FileKeyManagement.open(keys.resolve("control"));
    ServiceKey.create(keys.resolve("intent-signing.key"), mine.resolve("intent-signing.pub"));
    stage = ServiceKey.load(keys.resolve("intent-signing.key"));
    ServiceKey.create(keys.resolve("stranger.key"), keys.resolve("stranger.pub"));
    stranger = ServiceKey.load(keys.resolve("stranger.key"));
    properties =
        Map.ofEntries(
            Map.entry("quantumvault.kafka.bootstrap-servers", platform.kafka().bootstrapServers()),
            Map.entry("quantumvault.kafka.username", Principal.SIGNER.userName()),
            Map.entry(
                "quantumvault.kafka.password-file",
                platform.kafka().passwordFile(Principal.SIGNER).toString()),
            Map.entry("quantumvault.database.url", platform.postgres().jdbcUrl()),
            Map.entry("quantumvault.database.username", DatabaseRole.SIGNER.roleName()),
            Map.entry(
                "quantumvault.database.password-file",
                platform.postgres().passwordFile(DatabaseRole.SIGNER).toString()),
            Map.entry("quantumvault.keys.dir", mine.toString()),
            Map.entry("quantumvault.chain.rpc-urls", rpc.uri().toString()),
            Map.entry("quantumvault.cluster", "localnet"),
            Map.entry("quantumvault.signer.origins", "http://" + TestOwner.DOMAIN),
            Map.entry("quantumvault.signer.hardening", "available"),
            Map.entry("quantumvault.signer.observe-every", "200ms"),
            Map.entry("quantumvault.signer.status-every", "50ms"));
    signer = SignerApplication.start(properties);
  }

  @AfterAll
  static void stop() {
    signer.close();
    rpc.close();
  }

  private static TestOwner owner() throws Exception {
    var owner = new TestOwner(wrapping);
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR)) {
      owner.insert(c);
    }
    owner.fund(CHAIN, 5000);
    return owner;
  }

  /** The first snapshot of the owner's wallet: before it nothing is signed. */
  private static void announce(TestOwner owner) throws Exception {
    var state =
        AgentWalletState.newBuilder()
            .setAgentWallet(owner.agentWallet())
            .setOwner(owner.address())
            .setStateVersion(1)
            .setCluster("localnet")
            .addBots(
                BotState.newBuilder()
                    .setBotId(owner.botId().toString())
                    .setVenue("paper")
                    .setTradingAccount(owner.account().tradingAccount().toString())
                    .setTradingAuthority(owner.address())
                    .setGrant(
                        Grant.newBuilder()
                            .setGrantId(owner.grantId().toString())
                            .setPolicyVersion(1)
                            .setExpiresAtMs(owner.grant().expiresAt().toEpochMilli())));
    publish(
        Principal.DEBEZIUM,
        Topics.EXECUTION_STATE.name(),
        owner.agentWallet(),
        state.build().toByteArray());
  }

  private static void publish(Principal who, String topic, String key, byte[] value)
      throws Exception {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(who));
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }
  }

  /** All records of a wallet from the beginning until one matches. */
  private static List<ExecutionRecord> executions(String wallet, Predicate<ExecutionRecord> last)
      throws Exception {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(Principal.POLICY));
    settings.put("auto.offset.reset", "earliest");
    var found = new ArrayList<ExecutionRecord>();
    var until = Instant.now().plus(Duration.ofSeconds(60));
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = new ArrayList<TopicPartition>();
      for (int p = 0; p < Topics.EXECUTIONS.partitions(); p++) {
        partitions.add(new TopicPartition(Topics.EXECUTIONS.name(), p));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (Instant.now().isBefore(until)) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (new String(record.key(), UTF_8).equals(wallet)) {
            var execution = ExecutionRecord.parseFrom(record.value());
            found.add(execution);
            if (last.test(execution)) {
              return found;
            }
          }
        }
      }
    }
    throw new AssertionError("not seen: " + found);
  }

  private static Predicate<ExecutionRecord> kind(KindCase kind) {
    return record -> record.hasExecution() && record.getExecution().getKindCase() == kind;
  }

  /** Else every trade of everybody would be refused, one by one. */
  @Test
  void aStartThatNoLiveGrantFitsStopsWithThatSentence() throws Exception {
    var _ = owner();
    var elsewhere = new HashMap<>(properties);
    elsewhere.put("quantumvault.signer.origins", "http://localhost:1");
    elsewhere.put("quantumvault.signer.instance", "elsewhere");
    assertThatThrownBy(() -> SignerApplication.start(elsewhere))
        .hasStackTraceContaining("no live grant fits this signer")
        .hasStackTraceContaining("localnet, signed at " + TestOwner.DOMAIN);
  }

  @Test
  void tradesAnIntentAndPublishesEveryStepInOrder() throws Exception {
    var owner = owner();
    announce(owner);
    var intent = TestIntents.signed(TestIntents.buy(owner, "1").build(), stage);
    publish(Principal.POLICY, Topics.INTENTS.name(), owner.agentWallet(), intent.toByteArray());

    var steps =
        executions(owner.agentWallet(), kind(KindCase.CONFIRMED)).stream()
            .filter(ExecutionRecord::hasExecution)
            .map(ExecutionRecord::getExecution)
            .toList();

    assertThat(steps.stream().map(e -> e.getKindCase()))
        .containsExactly(KindCase.SIGNED, KindCase.SUBMITTED, KindCase.CONFIRMED);
    assertThat(steps.stream().map(e -> e.getSequence())).containsExactly(1L, 2L, 3L);
    assertThat(steps.getLast().getConfirmed().getEffect().getFilledBase()).isEqualTo("1");
  }

  @Test
  void aForgedIntentTradesNothingAndNamesNothing() throws Exception {
    var owner = owner();
    var forged = TestIntents.signed(TestIntents.buy(owner, "1").build(), stranger);
    publish(Principal.POLICY, Topics.INTENTS.name(), owner.agentWallet(), forged.toByteArray());

    var event = executions(owner.agentWallet(), kind(KindCase.UNVERIFIED)).getFirst();

    assertThat(event.getExecution().getIntentId()).isEmpty();
    assertThat(event.getExecution().getUnverified().getTopic()).isEqualTo(Topics.INTENTS.name());
  }

  @Test
  void anAccountIsObservedWhenItsGrantStarts() throws Exception {
    var owner = owner();
    announce(owner);

    var observed = executions(owner.agentWallet(), ExecutionRecord::hasAccount).getLast();

    assertThat(observed.getAccount().getAccount().getEquityUsd()).isEqualTo("5000");
    assertThat(observed.getAccount().getGrantId()).isEqualTo(owner.grantId().toString());
  }

  /** Sends an intent and returns how it ended. */
  private static ExecutionEvent end(TestOwner owner, TradeIntent intent) throws Exception {
    publish(Principal.POLICY, Topics.INTENTS.name(), owner.agentWallet(), intent.toByteArray());
    var id = TradeIntentPayload.parseFrom(intent.getPayload()).getIntentId();
    return executions(
            owner.agentWallet(),
            record ->
                record.getExecution().getIntentId().equals(id)
                    && (record.getExecution().getKindCase() == KindCase.REFUSED
                        || record.getExecution().getKindCase() == KindCase.CONFIRMED))
        .getLast()
        .getExecution();
  }

  private static TradeIntent buy(TestOwner owner) {
    return TestIntents.signed(TestIntents.buy(owner, "1").build(), stage);
  }

  /** The newest standing mark of a wallet, once it is held, or once it is not. */
  private static StandingMark standing(TestOwner owner, boolean held) throws Exception {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(Principal.RECONCILER));
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    var until = Instant.now().plus(Duration.ofSeconds(60));
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition =
          new TopicPartition(
              Topics.SIGNER_MARKS.name(), HeldPartitions.partition(owner.agentWallet()));
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      boolean seenHeld = false;
      while (Instant.now().isBefore(until)) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var mark = SignerMarks.parseFrom(record.value());
          if (mark.getAgentWallet().equals(owner.agentWallet()) && mark.hasStanding()) {
            var standing = mark.getStanding();
            if (standing.hasHold() ? held : !held && seenHeld) {
              return standing;
            }
            seenHeld |= standing.hasHold();
          }
        }
      }
    }
    throw new AssertionError("the mark was not seen");
  }

  private static void order(TestOwner owner, UUID id, HoldMark hold) throws Exception {
    publish(
        Principal.RECONCILER,
        Topics.ADMIN_ORDERS.name(),
        owner.agentWallet(),
        AdminOrder.newBuilder()
            .setEnvelope(Envelope.newBuilder().setEventId(id.toString()))
            .setAgentWallet(owner.agentWallet())
            .setBy("somebody")
            .setReconciled(Reconciled.newBuilder().setHold(hold))
            .build()
            .toByteArray());
  }

  @Test
  void aLedgerThatWasSetBackTradesAgainByAnOrderAndSignsNothingTwice() throws Exception {
    var owner = owner();
    announce(owner);
    var lost = buy(owner);
    assertThat(end(owner, lost).getKindCase()).isEqualTo(KindCase.CONFIRMED);
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR)) {
      c.createStatement()
          .execute(
              "CREATE TABLE ledger.kept AS SELECT * FROM ledger.intents WHERE agent_wallet = '"
                  + owner.agentWallet()
                  + "'");
      for (var table : List.of("events", "intents", "wallets", "bots")) {
        TestOwner.run(
            c, "DELETE FROM ledger." + table + " WHERE agent_wallet = ?", owner.agentWallet());
      }
    }
    assertThat(end(owner, buy(owner)).getRefused().getReason()).isEqualTo("LEDGER_BEHIND");
    var hold = standing(owner, true).getHold();

    // What lies in the database ends no hold, however well it fits.
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR)) {
      c.createStatement().execute("GRANT SELECT ON ledger.kept TO qv_reconciler");
    }
    try (var c = platform.postgres().connect(DatabaseRole.RECONCILER)) {
      c.createStatement().execute("INSERT INTO ledger.intents SELECT * FROM ledger.kept");
    }
    assertThat(end(owner, buy(owner)).getRefused().getReason()).isEqualTo("LEDGER_BEHIND");

    // Nor does an order for which nobody mended the ledger: its refusals lifted its last number.
    order(owner, UUID.randomUUID(), hold);
    assertThat(end(owner, buy(owner)).getRefused().getReason()).isEqualTo("LEDGER_BEHIND");

    var id = UUID.randomUUID();
    TestMending.of(
        platform,
        owner.agentWallet(),
        id,
        new Hold(
            hold.getLedgerSequence(),
            hold.getMarkSequence(),
            Instant.ofEpochMilli(hold.getAtMs())));
    order(owner, id, hold);
    assertThat(standing(owner, false).getOwner()).isEqualTo(owner.address());

    publish(Principal.POLICY, Topics.INTENTS.name(), owner.agentWallet(), lost.toByteArray());
    assertThat(end(owner, buy(owner)).getKindCase()).isEqualTo(KindCase.CONFIRMED);
    var lostId = TradeIntentPayload.parseFrom(lost.getPayload()).getIntentId();
    assertThat(executions(owner.agentWallet(), record -> record.getExecution().getSequence() == 9))
        .filteredOn(record -> record.getExecution().getIntentId().equals(lostId))
        .extracting(record -> record.getExecution().getKindCase())
        .containsExactly(KindCase.SIGNED, KindCase.SUBMITTED, KindCase.CONFIRMED);
  }

  @Test
  void saysWhenItCanSign() throws Exception {
    var owner = owner();
    announce(owner);
    var intent = TestIntents.signed(TestIntents.buy(owner, "1").build(), stage);
    publish(Principal.POLICY, Topics.INTENTS.name(), owner.agentWallet(), intent.toByteArray());
    assertThat(executions(owner.agentWallet(), kind(KindCase.CONFIRMED))).isNotEmpty();
    int port = signer.getBean(ManagementServer.class).port();
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"ready\":true");
    var metrics =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(metrics)
        .contains("quantumvault_key_memory{pages=\"" + KeyMemory.state().pagesText() + "\",calls=")
        .containsPattern(
            "quantumvault_kms_calls_total\\{key=\"execution\",operation=\"unwrap\",outcome=\"ok\"}"
                + " [1-9]");
  }
}

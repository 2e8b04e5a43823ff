package io.quantumvault.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentListener;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.LedgerPartitions;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** Two whole signers in one group on real Kafka and PostgreSQL, while partitions move. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignerTwoWorkersIT {
  /** {@code -Dquantumvault.two-workers.moves=50} makes more of them. */
  private static final int MOVES = Integer.getInteger("quantumvault.two-workers.moves", 4);

  private static final FakeChain CHAIN = new FakeChain();

  private static Platform platform;
  private static FakeRpcServer rpc;
  private static ServiceKey stage;
  private static FileKeyManagement wrapping;
  private static Map<String, Object> properties;

  private final Map<String, ConfigurableApplicationContext> workers = new HashMap<>();

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
  }

  @AfterAll
  static void stop() {
    rpc.close();
    platform.close();
  }

  @BeforeEach
  void two() {
    begin("a");
    begin("b");
    until(
        "both hold partitions",
        () ->
            workers.values().stream()
                .allMatch(worker -> worker.getBean(IntentListener.class).isAssigned()));
  }

  @AfterEach
  void end() {
    List.copyOf(workers.keySet()).forEach(this::end);
    until(
        "whoever has ended has no connection left",
        () -> number("SELECT count(*) FROM pg_stat_activity WHERE usename = 'qv_signer'") == 0);
  }

  private void begin(String instance) {
    var mine = new HashMap<>(properties);
    mine.put("quantumvault.signer.instance", instance);
    workers.put(instance, SignerApplication.start(mine));
  }

  private void end(String instance) {
    Objects.requireNonNull(workers.remove(instance)).close();
  }

  /** Until it is so; the test's own time-out ends what never comes. */
  private static void until(String what, BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("never: " + what);
      }
      Thread.yield();
    }
  }

  private static TestOwner owner() throws Exception {
    return owner(policy -> policy);
  }

  private static TestOwner owner(UnaryOperator<PolicyDocument> change) throws Exception {
    var owner = new TestOwner(wrapping, change);
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR)) {
      owner.insert(c);
    }
    owner.fund(CHAIN, 5000);
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
                            .setExpiresAtMs(owner.grant().expiresAt().toEpochMilli())))
            .build();
    try (var producer = producer(Principal.DEBEZIUM)) {
      var record =
          new ProducerRecord<>(
              Topics.EXECUTION_STATE.name(),
              owner.agentWallet().getBytes(UTF_8),
              state.toByteArray());
      producer.send(record).get();
    }
    return owner;
  }

  private static PolicyDocument withoutRates(PolicyDocument p) {
    return new PolicyDocument(
        p.schemaVersion(),
        p.botId(),
        p.agentWallet(),
        p.cluster(),
        p.venue(),
        p.tradingAccount(),
        p.allowedMarkets(),
        p.maxPositionNotionalUsd(),
        p.maxOrderNotionalUsd(),
        p.maxLeverage(),
        p.allowedOrderTypes(),
        p.maxSlippageBps(),
        p.exitSlippageBps(),
        p.exitMinutes(),
        p.positionMode(),
        p.requireStopLoss(),
        p.maxStopDistanceBps(),
        p.cooldownSeconds(),
        p.maxEntriesPerPosition(),
        p.dailyLossLimitUsd(),
        1000,
        100_000,
        p.maxOpenOrders(),
        p.tradingHours(),
        p.minFeeBalanceLamports(),
        p.maxPriorityFeeLamports());
  }

  private static KafkaProducer<byte[], byte[]> producer(Principal who) {
    return new KafkaProducer<>(
        new HashMap<>(platform.clientSettings(who)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** One intent of each owner. */
  private static void intents(KafkaProducer<byte[], byte[]> policy, List<TestOwner> owners) {
    for (var owner : owners) {
      var payload =
          TestIntents.buy(owner, "0.1")
              .setDeadlineMs(Instant.now().plus(Duration.ofMinutes(10)).toEpochMilli());
      var intent = TestIntents.signed(payload.build(), stage);
      var _ =
          policy.send(
              new ProducerRecord<>(
                  Topics.INTENTS.name(),
                  owner.agentWallet().getBytes(UTF_8),
                  intent.toByteArray()));
    }
    policy.flush();
  }

  private static long number(String sql) {
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR);
        var s = c.prepareStatement(sql);
        var row = s.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows of these owners; others may have been tried on the same platform. */
  private static String of(List<TestOwner> owners) {
    return owners.stream()
        .map(owner -> "'" + owner.agentWallet() + "'")
        .collect(Collectors.joining(", ", " FROM ledger.intents WHERE agent_wallet IN (", ")"));
  }

  private static void confirmed(List<TestOwner> owners, int count) {
    until(
        count + " are confirmed",
        () -> {
          assertThat(number("SELECT count(*)" + of(owners) + " AND state = 'REFUSED'"))
              .as("refused")
              .isZero();
          return number("SELECT count(*)" + of(owners) + " AND state = 'CONFIRMED'") == count;
        });
  }

  /** All committed records of a topic, up to its present end. */
  private static List<ConsumerRecord<byte[], byte[]>> all(Topics.Topic topic, Principal who) {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(who));
    settings.put("isolation.level", "read_committed");
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = new ArrayList<TopicPartition>();
      for (int p = 0; p < topic.partitions(); p++) {
        partitions.add(new TopicPartition(topic.name(), p));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
    }
    return found;
  }

  /** The numbers of a wallet's events as a reader takes them: what was seen is passed over. */
  private static List<Long> numbers(String wallet, AtomicInteger confirmed) {
    var seen = new ArrayList<Long>();
    for (var record : all(Topics.EXECUTIONS, Principal.POLICY)) {
      if (new String(record.key(), UTF_8).equals(wallet)) {
        var execution = execution(record);
        long number = execution.getExecution().getSequence();
        if (execution.hasExecution() && (seen.isEmpty() || number > seen.getLast())) {
          seen.add(number);
          boolean done = execution.getExecution().getKindCase() == KindCase.CONFIRMED;
          confirmed.addAndGet(done ? 1 : 0);
        }
      }
    }
    return seen;
  }

  private static ExecutionRecord execution(ConsumerRecord<byte[], byte[]> record) {
    try {
      return ExecutionRecord.parseFrom(record.value());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean idle() {
    return workers.values().stream()
        .map(worker -> worker.getBean(HeldPartitions.class))
        .allMatch(held ->
            held.numbers().stream()
                .map(held::at)
                .filter(Objects::nonNull)
                .allMatch(p -> p.lanes().active() == 0 && p.asking().active() == 0));
  }

  @Test
  void everyIntentTradesOnceWhilePartitionsMove() throws Exception {
    var owners = new ArrayList<TestOwner>();
    for (int i = 0; i < 8; i++) {
      owners.add(owner());
    }
    int landedBefore = CHAIN.landed();
    int each = 0;
    try (var policy = producer(Principal.POLICY)) {
      for (var moving : List.of("a", "b", "a")) {
        intents(policy, owners);
        end(moving);
        intents(policy, owners);
        each += 2;
        if (each % 4 == 0) {
          // Back before anybody missed it, with work in between.
          begin(moving);
          intents(policy, owners);
          each++;
          confirmed(owners, each * owners.size());
        } else {
          // The other one takes over, and gives back what is not its own.
          confirmed(owners, each * owners.size());
          begin(moving);
        }
      }
      intents(policy, owners);
      each++;
    }
    tradedOnce(owners, each, landedBefore);
  }

  /** Partitions go to the other worker and back, again and again, with work before and after. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingIsDoubledOrStuckHoweverOftenPartitionsGoBackAndForth() throws Exception {
    var owners = new ArrayList<TestOwner>();
    for (int i = 0; i < 6; i++) {
      owners.add(owner(SignerTwoWorkersIT::withoutRates));
    }
    int landedBefore = CHAIN.landed();
    int each = 0;
    try (var policy = producer(Principal.POLICY)) {
      for (int move = 0; move < MOVES; move++) {
        var moving = move % 2 == 0 ? "a" : "b";
        intents(policy, owners);
        end(moving);
        intents(policy, owners);
        each += 2;
        // Until the other one has taken over all that was the first one's.
        confirmed(owners, each * owners.size());
        begin(moving);
        intents(policy, owners);
        each++;
        until(
            "the first one has partitions again",
            () ->
                Objects.requireNonNull(workers.get(moving))
                    .getBean(IntentListener.class)
                    .isAssigned());
      }
    }
    tradedOnce(owners, each, landedBefore);
  }

  /** Every intent of these owners has one transaction, its three events and nothing more. */
  private void tradedOnce(List<TestOwner> owners, int each, int landedBefore) throws Exception {
    int total = each * owners.size();
    confirmed(owners, total);
    assertThat(number("SELECT count(*)" + of(owners))).isEqualTo(total);
    assertThat(number("SELECT count(DISTINCT transaction_signature)" + of(owners)))
        .isEqualTo(total);
    assertThat(CHAIN.landed() - landedBefore).as("one transaction an intent").isEqualTo(total);
    until("nothing is left on the lanes", this::idle);
    for (var owner : owners) {
      long last = 3L * each;
      until(
          "the last event is published",
          () ->
              workers.values().stream()
                  .map(worker -> worker.getBean(HeldPartitions.class).of(owner.agentWallet()))
                  .anyMatch(book ->
                      book != null && book.of(owner.agentWallet()).hot().sequence() == last));
      var ended = new AtomicInteger();
      assertThat(numbers(owner.agentWallet(), ended))
          .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
      assertThat(ended).hasValue(each);
    }
    assertThat(
            workers.values().stream()
                .flatMap(w -> w.getBean(HeldPartitions.class).contradictions().stream()))
        .doesNotContainAnyElementsOf(owners.stream().map(TestOwner::agentWallet).toList());
  }

  @Test
  void aWorkerWhoseProducerIsFencedWritesNothing() throws Exception {
    var owner = owner();
    var wallet = owner.agentWallet();
    int partition = HeldPartitions.partition(wallet);
    var holder =
        workers.values().stream()
            .filter(worker -> worker.getBean(HeldPartitions.class).holds(wallet))
            .findAny()
            .orElseThrow();
    var held = Objects.requireNonNull(holder.getBean(HeldPartitions.class).at(partition));
    until("its snapshot is seen", () -> held.marks().of(wallet).standing() != null);
    // Another worker takes the partition, as this one wakes up from a long pause.
    new LedgerPartitions(holder.getBean(Database.class)).raise(partition);
    try (var next = holder.getBean(KafkaConfig.PartitionProducers.class).apply(partition).get()) {
      next.initTransactions();
      var handled = new AtomicInteger();
      held.desk()
          .take(
              IntentReader.verifiedBefore(TestIntents.buy(owner, "0.1").build().toByteArray()),
              new Source(Topics.INTENTS.name(), partition, 1_000_000),
              handled::incrementAndGet);
      held.desk()
          .unverified(
              new Source(Topics.INTENTS.name(), partition, 1_000_001), wallet, "forged", () -> {});
      held.marks().freeze(wallet, "written by nobody");
      assertThat(held.log().awaitMark(wallet, Long.MAX_VALUE, Duration.ofMinutes(2)))
          .as("its log has ended")
          .isFalse();
      until("its lanes are done", () -> held.lanes().active() == 0);
      assertThat(handled).hasValue(0);
    }
    assertThat(number("SELECT count(*) FROM ledger.intents WHERE agent_wallet = '" + wallet + "'"))
        .isZero();
    assertThat(number("SELECT count(*) FROM ledger.events WHERE agent_wallet = '" + wallet + "'"))
        .isZero();
    for (var record : all(Topics.SIGNER_MARKS, Principal.SIGNER)) {
      var mark = SignerMarks.parseFrom(record.value());
      if (mark.getAgentWallet().equals(wallet)) {
        assertThat(mark.getStanding().hasFreeze()).isFalse();
      }
    }
  }
}

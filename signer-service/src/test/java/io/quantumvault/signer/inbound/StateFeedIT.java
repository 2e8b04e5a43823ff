package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.signer.FakeChain;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.MarkBooks;
import io.quantumvault.standalone.platform.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Where the feed begins and what it hands on, on real Kafka. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StateFeedIT {
  private static final int ONE = 3;
  private static final int OTHER = 8;
  private static final InstantSource CLOCK = InstantSource.system();

  /** One for all tests: no two may have the same wallet. */
  private static final Random RANDOM = new Random(20261129);

  private static Platform platform;
  private static KafkaProducer<byte[], byte[]> outbox;

  private final Map<String, Integer> wallets = new ConcurrentHashMap<>();
  private final Map<Integer, MarkBook> books = new ConcurrentHashMap<>();
  private final FakeChain chain = new FakeChain(CLOCK);
  private final AccountWatch watch =
      new AccountWatch(
          chain,
          new AccountReader(chain, (wallet, bot, candidate) -> candidate, CLOCK),
          Map.of(),
          (bot, reading) -> {},
          CLOCK,
          Duration.ofDays(1),
          Duration.ofDays(1));
  private final AtomicInteger failures = new AtomicInteger();
  private StateFeed feed;

  @BeforeAll
  static void start() {
    platform = Platform.startTemporary();
    outbox =
        new KafkaProducer<>(
            new HashMap<>(platform.clientSettings(Principal.DEBEZIUM)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    outbox.close();
    platform.close();
  }

  @BeforeEach
  void feed() {
    books.put(
        ONE, new MarkBook((stop, text, signature, owner, cluster) -> Optional.empty(), CLOCK));
    books.put(
        OTHER, new MarkBook((stop, text, signature, owner, cluster) -> Optional.empty(), CLOCK));
    var bytes = new ByteArrayDeserializer();
    var settings = new HashMap<>(platform.clientSettings(Principal.SIGNER));
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", false);
    feed =
        new StateFeed(
            new DefaultKafkaConsumerFactory<>(settings, bytes, bytes) {
              @Override
              protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> configs) {
                if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                  throw new KafkaException("out of reach");
                }
                return super.createRawConsumer(configs);
              }
            },
            new StateListener(
                new MarkBooks() {
                  @Override
                  public @Nullable MarkBook of(String agentWallet) {
                    return book(wallets.getOrDefault(agentWallet, -1));
                  }

                  @Override
                  public @Nullable MarkBook book(int partition) {
                    return books.get(partition);
                  }
                },
                new PlatformMark(),
                watch));
  }

  @AfterEach
  void close() {
    feed.close();
  }

  /** Writes a wallet's snapshot; returns the offset after it. */
  private long written(int partition, String wallet, long version) throws Exception {
    wallets.put(wallet, partition);
    var state =
        AgentWalletState.newBuilder()
            .setAgentWallet(wallet)
            .setOwner(wallet)
            .setCluster("localnet")
            .setStateVersion(version)
            .addBots(
                BotState.newBuilder()
                    .setBotId(new UUID(1, wallet.hashCode()).toString())
                    .setVenue("paper")
                    .setTradingAccount(wallet)
                    .setTradingAuthority(wallet)
                    .setGrant(Grant.newBuilder().setGrantId(UUID.randomUUID().toString())))
            .build();
    var record =
        new ProducerRecord<>(
            Topics.EXECUTION_STATE.name(), partition, wallet.getBytes(UTF_8), state.toByteArray());
    return outbox.send(record).get().offset() + 1;
  }

  private String wallet() {
    var address = new byte[32];
    RANDOM.nextBytes(address);
    return Base58.encode(address);
  }

  private MarkBook book(int partition) {
    return Objects.requireNonNull(books.get(partition));
  }

  private long version(int partition, String wallet) {
    var standing = book(partition).of(wallet).standing();
    return standing == null ? 0 : standing.stateVersion();
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

  @Test
  void itBeginsWhereTheMarksEndedAndOnlyTheWatchReadsWhatLiesBefore() throws Exception {
    var before = wallet();
    var after = wallet();
    long from = written(ONE, before, 5);
    long end = written(ONE, after, 6);
    feed.follow(Map.of(ONE, from));
    assertThat(version(ONE, after)).isEqualTo(6);
    assertThat(book(ONE).statePosition()).isEqualTo(end);
    until("both are watched", () -> watch.watches(before) && watch.watches(after));
    assertThat(version(ONE, before)).as("its marks were raised before").isZero();
  }

  @Test
  void whatTheMarksHaveNotSeenIsReadFromTheBeginning() throws Exception {
    var first = wallet();
    long end = written(ONE, first, 5);
    feed.follow(Map.of(ONE, 0L));
    assertThat(version(ONE, first)).isEqualTo(5);
    assertThat(book(ONE).statePosition()).isEqualTo(end);
  }

  /** Its offsets say nothing about this topic: the one the marks saw had more records. */
  @Test
  void aTopicThatWasMadeAnewIsReadFromTheBeginning() throws Exception {
    var first = wallet();
    long end = written(ONE, first, 5);
    book(ONE).tookState(end + 1000);
    feed.follow(Map.of(ONE, end + 1000));
    assertThat(version(ONE, first)).isEqualTo(5);
    assertThat(book(ONE).statePosition()).isEqualTo(end);
  }

  /** Kafka may be out of reach at the very moment at which another partition goes. */
  @Test
  void whatIsStillHeldIsFollowedAsSoonAsItCanBe() throws Exception {
    var kept = wallet();
    written(ONE, kept, 1);
    feed.follow(Map.of(ONE, 0L, OTHER, 0L));
    failures.set(2);
    feed.keepOnly(Map.of(ONE, book(ONE).statePosition()));
    assertThat(failures.get()).isZero();
    written(ONE, kept, 2);
    until("it is followed", () -> version(ONE, kept) == 2);
    assertThat(feed.running()).isTrue();
  }

  @Test
  void whatIsStillHeldIsFollowedWhenAnotherPartitionGoes() throws Exception {
    var kept = wallet();
    var gone = wallet();
    written(ONE, kept, 1);
    written(OTHER, gone, 1);
    feed.follow(Map.of(ONE, 0L, OTHER, 0L));
    var given = book(OTHER);
    feed.keepOnly(Map.of(ONE, book(ONE).statePosition()));
    long position = given.statePosition();
    written(OTHER, gone, 2);
    written(ONE, kept, 2);
    until("the kept one is followed", () -> version(ONE, kept) == 2);
    assertThat(feed.running()).isTrue();
    assertThat(given.statePosition()).as("nobody reads the other here").isEqualTo(position);
  }
}

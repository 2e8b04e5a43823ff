package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.EndedGrant;
import io.quantumvault.schemas.v1.PlatformState;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.signer.FakeChain;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.MarkBooks;
import io.quantumvault.signer.marks.StandingMark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateListenerTest {
  private static final String WALLET = "8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR9";
  private static final int PARTITION = 7;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

  private final MarkBook book =
      new MarkBook((stop, text, signature, owner, cluster) -> Optional.empty(), CLOCK);
  private final PlatformMark platform = new PlatformMark();
  private final FakeChain chain = new FakeChain(CLOCK);
  private final AccountWatch watch =
      new AccountWatch(
          chain,
          new AccountReader(chain, book::opening, CLOCK),
          Map.of(),
          (bot, reading) -> {},
          CLOCK,
          Duration.ofDays(1),
          Duration.ofDays(1));
  private final StateListener listener =
      new StateListener(
          new MarkBooks() {
            @Override
            public @Nullable MarkBook of(String agentWallet) {
              return agentWallet.equals(WALLET) ? book : null;
            }

            @Override
            public @Nullable MarkBook book(int partition) {
              return partition == PARTITION ? book : null;
            }
          },
          platform,
          watch);

  private void takes(Topics.Topic topic, @Nullable String key, byte @Nullable [] value) {
    listener.onMessage(record(topic, PARTITION, 0, key, value));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      Topics.Topic topic,
      int partition,
      long offset,
      @Nullable String key,
      byte @Nullable [] value) {
    return new ConsumerRecord<>(
        topic.name(), partition, offset, key == null ? null : key.getBytes(UTF_8), value);
  }

  private static AgentWalletState.Builder snapshot() {
    return AgentWalletState.newBuilder()
        .setAgentWallet(WALLET)
        .setOwner("owner")
        .setCluster("localnet")
        .setStateVersion(3);
  }

  private StandingMark standing() {
    return Objects.requireNonNull(book.of(WALLET).standing());
  }

  @Test
  void aSnapshotRaisesTheMarksOfItsWallet() {
    var bot = UUID.randomUUID();
    var grant = UUID.randomUUID();
    var stop = UUID.randomUUID();
    takes(
        Topics.EXECUTION_STATE,
        WALLET,
        snapshot()
            .addBots(
                BotState.newBuilder()
                    .setBotId(bot.toString())
                    .addEndedGrants(
                        EndedGrant.newBuilder().setGrantId(grant.toString()).setExpiresAtMs(1)))
            .addStops(Stop.newBuilder().setStopId(stop.toString()).setKindValue(77))
            .build()
            .toByteArray());
    assertThat(standing().owner()).isEqualTo("owner");
    assertThat(standing().stateVersion()).isEqualTo(3);
    assertThat(standing().bot(bot).ended()).containsKey(grant);
    assertThat(Objects.requireNonNull(standing().stops().get(stop)).kind())
        .as("a kind that is not known stays what it is")
        .isEqualTo(77);
  }

  @Test
  void aSnapshotThatCannotBeReadFreezesItsWallet() {
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xff, 1},
          snapshot().setAgentWallet("another").build().toByteArray(),
          snapshot().clearOwner().build().toByteArray(),
          snapshot().addStops(Stop.newBuilder().setStopId("no id")).build().toByteArray()
        }) {
      takes(Topics.EXECUTION_STATE, WALLET, snapshot().build().toByteArray());
      assertThat(standing().freeze()).isNull();
      takes(Topics.EXECUTION_STATE, WALLET, bad);
      assertThat(Objects.requireNonNull(standing().freeze()).reason())
          .isEqualTo(StandingMark.UNREADABLE_SNAPSHOT);
    }
  }

  @Test
  void oneWithoutAnOwnerIsNoSnapshotOfANewWalletEither() {
    takes(Topics.EXECUTION_STATE, WALLET, snapshot().clearOwner().build().toByteArray());
    assertThat(standing().owner()).isEmpty();
    assertThat(Objects.requireNonNull(standing().freeze()).reason())
        .isEqualTo(StandingMark.UNREADABLE_SNAPSHOT);
    takes(Topics.EXECUTION_STATE, WALLET, snapshot().build().toByteArray());
    assertThat(standing().owner()).isEqualTo("owner");
    assertThat(standing().freeze()).isNull();
  }

  @Test
  void aWalletOfAnotherWorkerIsLeftToIt() {
    takes(Topics.EXECUTION_STATE, "another", new byte[] {1});
    assertThat(book.hotMarks()).isEmpty();
    assertThat(book.of("another").standing()).isNull();
  }

  @Test
  void theMarksKnowUpToWhereTheirPartitionWasTaken() {
    var value = snapshot().build().toByteArray();
    listener.onMessage(record(Topics.EXECUTION_STATE, PARTITION, 11, WALLET, value));
    assertThat(book.statePosition()).isEqualTo(12);
    listener.onMessage(record(Topics.EXECUTION_STATE, PARTITION, 14, "another", null));
    assertThat(book.statePosition()).isEqualTo(15);
    listener.onMessage(record(Topics.EXECUTION_STATE, PARTITION + 1, 99, WALLET, value));
    listener.onMessage(
        record(Topics.PLATFORM_STATE, PARTITION, 88, "platform", platform(1, false)));
    assertThat(book.statePosition()).as("of its own partition only").isEqualTo(15);
  }

  @Test
  void whatIsReadForTheWatchOnlyRaisesNoMark() {
    listener.watchOnly(
        record(Topics.EXECUTION_STATE, PARTITION, 3, WALLET, snapshot().build().toByteArray()));
    listener.watchOnly(record(Topics.EXECUTION_STATE, PARTITION, 4, WALLET, new byte[] {-1, 1}));
    listener.watchOnly(record(Topics.EXECUTION_STATE, PARTITION, 5, "another", new byte[0]));
    listener.watchOnly(record(Topics.EXECUTION_STATE, PARTITION, 6, null, null));
    assertThat(book.of(WALLET).standing()).isNull();
    assertThat(book.statePosition()).isZero();
  }

  @Test
  void aSnapshotOfNobodyAndAPlatformThatCannotBeReadEndTheFeed() {
    assertThatThrownBy(() -> takes(Topics.EXECUTION_STATE, null, new byte[0]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> takes(Topics.PLATFORM_STATE, "platform", new byte[] {(byte) 0xff}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thePlatformsNewestStateCounts() {
    takes(Topics.PLATFORM_STATE, "platform", platform(5, true));
    takes(Topics.PLATFORM_STATE, "platform", platform(4, false));
    assertThat(platform.highest()).isEqualTo(new PlatformMark.Mark(5, true));
    takes(Topics.PLATFORM_STATE, "platform", platform(6, false));
    assertThat(platform.highest().frozen()).isFalse();
  }

  private static byte[] platform(long version, boolean frozen) {
    return PlatformState.newBuilder()
        .setStateVersion(version)
        .setFrozen(frozen)
        .build()
        .toByteArray();
  }
}

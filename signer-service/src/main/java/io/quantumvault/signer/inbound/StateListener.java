package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.PlatformState;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.MarkBooks;
import io.quantumvault.signer.marks.Snapshot;
import io.quantumvault.signer.marks.StandingMark;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

/**
 * Reads execution-state-v1 and platform-state-v1: what they once showed is a mark below which the
 * database is not believed. They give nothing; they only take.
 */
public final class StateListener implements MessageListener<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(StateListener.class);

  private final MarkBooks books;
  private final PlatformMark platform;
  private final WatchedBots watched;

  /** Takes the books that marks are kept in, and who observes accounts. */
  public StateListener(MarkBooks books, PlatformMark platform, AccountWatch watch) {
    this.books = books;
    this.platform = platform;
    this.watched = new WatchedBots(watch);
  }

  /**
   * Takes one record. A snapshot that cannot be read freezes its wallet: skipping it would loosen a
   * limit.
   *
   * @throws IllegalStateException if not even its key can be read, or the platform's state cannot;
   *     the feed then ends
   */
  @Override
  public void onMessage(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topics.PLATFORM_STATE.name())) {
      if (record.value() != null) {
        platform(record.value());
      }
      return;
    }
    if (record.value() != null) {
      wallet(record);
    }
    var book = books.book(record.partition());
    if (book != null) {
      book.tookState(record.offset() + 1);
    }
  }

  /**
   * Takes from a record only which accounts are to be observed: of records that have raised the
   * marks before.
   */
  void watchOnly(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null
        || record.value() == null
        || books.of(new String(record.key(), UTF_8)) == null) {
      return;
    }
    try {
      watched.take(AgentWalletState.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException e) {
      // Its wallet was frozen when it came.
      return;
    }
  }

  private void wallet(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new IllegalStateException("a snapshot without a key");
    }
    var wallet = new String(record.key(), UTF_8);
    var book = books.of(wallet);
    if (book == null) {
      // Another worker's by now.
      return;
    }
    try {
      var state = AgentWalletState.parseFrom(record.value());
      if (!state.getAgentWallet().equals(wallet)) {
        throw new IllegalArgumentException("a snapshot under another wallet's key");
      }
      book.raise(snapshot(state));
      watched.take(state);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // Whatever is wrong with it is this wallet's trouble: the others' state goes on.
      LOG.atError()
          .setCause(e)
          .addKeyValue("agentWallet", wallet)
          .log("A snapshot cannot be read: frozen");
      book.freeze(wallet, StandingMark.UNREADABLE_SNAPSHOT);
    }
  }

  private void platform(byte[] value) {
    try {
      var state = PlatformState.parseFrom(value);
      platform.saw(new PlatformMark.Mark(state.getStateVersion(), state.getFrozen()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the platform's state cannot be read", e);
    }
  }

  private static Snapshot snapshot(AgentWalletState state) {
    return new Snapshot(
        state.getAgentWallet(),
        state.getOwner(),
        state.getCluster(),
        state.getStateVersion(),
        state.getDeleted()
            ? List.of()
            : state.getBotsList().stream().map(StateListener::bot).toList(),
        state.getStopsList().stream().map(StateListener::stop).toList());
  }

  private static Snapshot.Bot bot(BotState bot) {
    var grant = bot.getGrant();
    return new Snapshot.Bot(
        UUID.fromString(bot.getBotId()),
        bot.hasGrant()
            ? new LiveGrant(
                UUID.fromString(grant.getGrantId()), Instant.ofEpochMilli(grant.getExpiresAtMs()))
            : null,
        grant.getPolicyVersion(),
        bot.getEndedGrantsList().stream()
            .collect(
                Collectors.toMap(
                    ended -> UUID.fromString(ended.getGrantId()),
                    ended -> Instant.ofEpochMilli(ended.getExpiresAtMs()))));
  }

  private static Snapshot.Stop stop(Stop stop) {
    return new Snapshot.Stop(
        UUID.fromString(stop.getStopId()),
        stop.getBotId().isEmpty() ? null : UUID.fromString(stop.getBotId()),
        stop.getKindValue(),
        stop.getOriginValue(),
        stop.hasResume()
            ? new Snapshot.Resume(
                stop.getResume().getSignedText().toByteArray(),
                stop.getResume().getOwnerSignature().toByteArray())
            : null);
  }
}

package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.PlatformState;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.account.WatchedBot;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.signer.limits.MarkStore;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StateMarks;
import io.quantumvault.signer.limits.StateMarks.BotMark;
import io.quantumvault.signer.limits.StateMarks.StopMark;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.solana.address.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

/**
 * Reads execution-state-v1 and platform-state-v1 from their beginnings: what they once showed is a
 * mark below which the database is not believed. They give nothing; they only take.
 */
public final class StateListener implements MessageListener<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(StateListener.class);

  private static final Duration RETRY_EVERY = Duration.ofMillis(250);

  private final MarkStore marks;
  private final PlatformMark platform;
  private final ResumeEvidence resumes;
  private final AccountWatch watch;

  /** Takes where marks go, and who observes accounts. */
  public StateListener(
      MarkStore marks, PlatformMark platform, ResumeEvidence resumes, AccountWatch watch) {
    this.marks = marks;
    this.platform = platform;
    this.resumes = resumes;
    this.watch = watch;
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
    if (record.value() == null) {
      return;
    }
    if (record.topic().equals(Topics.PLATFORM_STATE.name())) {
      platform(record.value());
      return;
    }
    if (record.key() == null) {
      throw new IllegalStateException("a snapshot without a key");
    }
    var wallet = new String(record.key(), UTF_8);
    try {
      var state = AgentWalletState.parseFrom(record.value());
      if (!state.getAgentWallet().equals(wallet)) {
        throw new IllegalArgumentException("a snapshot under another wallet's key");
      }
      take(state);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      LOG.atError().addKeyValue("agentWallet", wallet).log("A snapshot cannot be read: frozen");
      untilKept(() -> marks.freeze(wallet, MarkStore.UNREADABLE_SNAPSHOT));
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

  /** A ledger that is away for a while must not end the feed. */
  private static void untilKept(Runnable keep) {
    while (true) {
      try {
        keep.run();
        return;
      } catch (LedgerUnavailableException e) {
        try {
          Thread.sleep(RETRY_EVERY);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted before a mark was kept", interrupted);
        }
      }
    }
  }

  private void take(AgentWalletState state) {
    var bots = new ArrayList<BotMark>();
    for (var bot : state.getBotsList()) {
      bots.add(
          new BotMark(
              UUID.fromString(bot.getBotId()),
              bot.hasGrant() ? bot.getGrant().getPolicyVersion() : 0,
              bot.getHighestEndedGrantSequence()));
    }
    var stops = state.getStopsList().stream().map(stop -> mark(stop, state)).toList();
    var raised = new StateMarks(state.getAgentWallet(), state.getStateVersion(), bots, stops);
    untilKept(() -> marks.raise(raised));
    watch(state);
  }

  private StopMark mark(Stop stop, AgentWalletState state) {
    var stopId = UUID.fromString(stop.getStopId());
    boolean ended =
        stop.hasResume()
            && resumes.ended(
                stopId,
                stop.getResume().getSignedText().toByteArray(),
                stop.getResume().getOwnerSignature().toByteArray(),
                state.getOwner(),
                state.getCluster());
    return new StopMark(
        stopId,
        stop.getBotId().isEmpty() ? null : UUID.fromString(stop.getBotId()),
        stop.getKindValue(),
        ended,
        stop.getOrigin() == StopOrigin.STOP_ORIGIN_AUTOMATIC,
        stop.getAtMs());
  }

  private void watch(AgentWalletState state) {
    var watched = new ArrayList<WatchedBot>();
    for (BotState bot : state.getDeleted() ? new ArrayList<BotState>() : state.getBotsList()) {
      try {
        watched.add(
            new WatchedBot(
                UUID.fromString(bot.getBotId()),
                state.getAgentWallet(),
                state.getOwner(),
                bot.getVenue(),
                new BotAccount(
                    Address.of(state.getAgentWallet()),
                    Address.of(bot.getTradingAuthority()),
                    Address.of(bot.getTradingAccount()),
                    bot.getSubAccount()),
                bot.hasGrant() ? UUID.fromString(bot.getGrant().getGrantId()) : null));
      } catch (IllegalArgumentException e) {
        LOG.atWarn().addKeyValue("botId", bot.getBotId()).log("A bot's account cannot be watched");
      }
    }
    watch.bots(state.getAgentWallet(), watched);
  }
}

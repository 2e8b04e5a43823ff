package io.quantumvault.signer.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.v1.FreezeMark;
import io.quantumvault.schemas.v1.GrantMark;
import io.quantumvault.schemas.v1.HoldMark;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.schemas.v1.StatePosition;
import io.quantumvault.signer.marks.BotMark;
import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.marks.StandingMark.Freeze;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.marks.StandingMark.StopMark;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns marks into the records of signer-marks-v1 and back. */
final class MarkRecords {
  private static final byte[] STATE_KEY = "state".getBytes(UTF_8);

  private MarkRecords() {}

  static byte[] stateKey() {
    return STATE_KEY.clone();
  }

  static byte[] state(long nextOffset) {
    return SignerMarks.newBuilder()
        .setState(StatePosition.newBuilder().setNextOffset(nextOffset))
        .build()
        .toByteArray();
  }

  static byte[] hotKey(String agentWallet) {
    return ("hot:" + agentWallet).getBytes(UTF_8);
  }

  static byte[] standingKey(String agentWallet) {
    return ("standing:" + agentWallet).getBytes(UTF_8);
  }

  static byte[] hot(String agentWallet, HotMark mark) {
    return SignerMarks.newBuilder()
        .setAgentWallet(agentWallet)
        .setHot(
            io.quantumvault.schemas.v1.HotMark.newBuilder()
                .setSequence(mark.sequence())
                .setSlot(mark.slot()))
        .build()
        .toByteArray();
  }

  static byte[] standing(String agentWallet, StandingMark mark) {
    var record =
        io.quantumvault.schemas.v1.StandingMark.newBuilder()
            .setOwner(mark.owner())
            .setStateVersion(mark.stateVersion())
            .setVersion(mark.version());
    mark.bots().forEach((id, bot) -> record.addBots(bot(id, bot)));
    mark.stops().forEach((id, stop) -> record.addStops(stop(id, stop)));
    mark.endedStops().forEach(id -> record.addEndedStops(id.toString()));
    var freeze = mark.freeze();
    if (freeze != null) {
      record.setFreeze(
          FreezeMark.newBuilder().setReason(freeze.reason()).setAtMs(freeze.at().toEpochMilli()));
    }
    var hold = mark.hold();
    if (hold != null) {
      record.setHold(
          HoldMark.newBuilder()
              .setLedgerSequence(hold.ledgerSequence())
              .setMarkSequence(hold.markSequence())
              .setAtMs(hold.at().toEpochMilli()));
    }
    return SignerMarks.newBuilder()
        .setAgentWallet(agentWallet)
        .setStanding(record)
        .build()
        .toByteArray();
  }

  private static io.quantumvault.schemas.v1.BotMark.Builder bot(UUID id, BotMark bot) {
    var record =
        io.quantumvault.schemas.v1.BotMark.newBuilder()
            .setBotId(id.toString())
            .setPolicyVersion(bot.policyVersion());
    var live = bot.live();
    if (live != null) {
      record.setLive(grant(live.grantId(), live.expiresAt()));
    }
    bot.ended().forEach((grant, until) -> record.addEnded(grant(grant, until)));
    var opening = bot.opening();
    if (opening != null) {
      record
          .setDay(opening.day().toString())
          .setOpeningEquityUsd(opening.equityUsd().toPlainString())
          .setOpeningDepositsUsd(opening.depositsUsd().toPlainString())
          .setOpeningWithdrawalsUsd(opening.withdrawalsUsd().toPlainString());
    }
    return record;
  }

  private static GrantMark.Builder grant(UUID id, Instant until) {
    return GrantMark.newBuilder().setGrantId(id.toString()).setUntilMs(until.toEpochMilli());
  }

  private static io.quantumvault.schemas.v1.StopMark.Builder stop(UUID id, StopMark stop) {
    return io.quantumvault.schemas.v1.StopMark.newBuilder()
        .setStopId(id.toString())
        .setBotId(stop.botId() == null ? "" : stop.botId().toString())
        .setKind(stop.kind())
        .setOrigin(stop.origin());
  }

  /**
   * Loads a record into the book.
   *
   * @throws IllegalStateException if it cannot be read: without its marks a wallet is not signed
   *     for, and which wallet it is cannot be told
   */
  static void load(byte[] value, MarkBook into) {
    try {
      var record = SignerMarks.parseFrom(value);
      var wallet = record.getAgentWallet();
      switch (record.getMarkCase()) {
        case HOT ->
            into.load(
                wallet, new HotMark(record.getHot().getSequence(), record.getHot().getSlot()));
        case STANDING -> into.load(wallet, standing(record.getStanding()));
        case STATE -> into.tookState(record.getState().getNextOffset());
        case MARK_NOT_SET -> throw new IllegalStateException("a record of marks without a mark");
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalStateException("a record of signer-marks-v1 cannot be read", e);
    }
  }

  private static StandingMark standing(io.quantumvault.schemas.v1.StandingMark record) {
    var bots = new HashMap<UUID, BotMark>();
    record.getBotsList().forEach(bot -> bots.put(UUID.fromString(bot.getBotId()), bot(bot)));
    var stops = new HashMap<UUID, StopMark>();
    record
        .getStopsList()
        .forEach(stop ->
            stops.put(
                UUID.fromString(stop.getStopId()),
                new StopMark(
                    stop.getBotId().isEmpty() ? null : UUID.fromString(stop.getBotId()),
                    stop.getKind(),
                    stop.getOrigin())));
    return new StandingMark(
        record.getOwner(),
        record.getStateVersion(),
        record.getVersion(),
        bots,
        stops,
        record.getEndedStopsList().stream().map(UUID::fromString).collect(Collectors.toSet()),
        record.hasFreeze()
            ? new Freeze(
                record.getFreeze().getReason(), Instant.ofEpochMilli(record.getFreeze().getAtMs()))
            : null,
        record.hasHold()
            ? new Hold(
                record.getHold().getLedgerSequence(),
                record.getHold().getMarkSequence(),
                Instant.ofEpochMilli(record.getHold().getAtMs()))
            : null);
  }

  private static BotMark bot(io.quantumvault.schemas.v1.BotMark bot) {
    return new BotMark(
        bot.getPolicyVersion(),
        bot.hasLive() ? new LiveGrant(id(bot.getLive()), until(bot.getLive())) : null,
        bot.getEndedList().stream().collect(Collectors.toMap(MarkRecords::id, MarkRecords::until)),
        opening(bot));
  }

  private static UUID id(GrantMark grant) {
    return UUID.fromString(grant.getGrantId());
  }

  private static Instant until(GrantMark grant) {
    return Instant.ofEpochMilli(grant.getUntilMs());
  }

  private static @Nullable DayOpening opening(io.quantumvault.schemas.v1.BotMark bot) {
    return bot.getDay().isEmpty()
        ? null
        : new DayOpening(
            LocalDate.parse(bot.getDay()),
            new BigDecimal(bot.getOpeningEquityUsd()),
            new BigDecimal(bot.getOpeningDepositsUsd()),
            new BigDecimal(bot.getOpeningWithdrawalsUsd()));
  }
}

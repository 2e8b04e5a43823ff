package io.quantumvault.standalone.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.PolicyDraft;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Quote;
import io.quantumvault.policy.decision.SeenBefore;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.inbound.LimitsReader;
import io.quantumvault.policy.inbound.SignalReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import io.quantumvault.policy.outbound.InputsWriter;
import io.quantumvault.policy.outbound.IntentCause;
import io.quantumvault.policy.outbound.IntentSigner;
import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.policy.outbound.RejectionWriter;
import io.quantumvault.policy.replay.History;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alerts of one bot on a flat account of 10 000 USD, SOL at 150, decided by the stage's own
 * function under orders of at most 1000 USD and recorded as the stage records.
 */
final class DecidedAlerts {
  static final UUID BOT = UUID.fromString("0190f3a0-0000-7000-8000-000000000001");
  static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final String WALLET = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
  private static final IntentSigner UNSIGNED =
      new IntentSigner() {
        @Override
        public String keyId() {
          return "none";
        }

        @Override
        public byte[] sign(byte[] message) {
          return new byte[64];
        }
      };

  private final History history;
  private int count;

  DecidedAlerts(History history) {
    this.history = history;
  }

  /** The bytes of a policy as its owner writes it. */
  static byte[] policy(UUID bot, Map<String, ?> limits) {
    var owned = new Owner.Bot(bot.toString(), WALLET, WALLET, 0);
    return JsonMapper.shared().writeValueAsBytes(PolicyDraft.of(owned, limits));
  }

  /** An alert received a second after the one before, decided at once. */
  Signal buys(String size) throws Exception {
    var signal = signal(size).build();
    history.signal(signal);
    decide(signal);
    return signal;
  }

  /** The same, as a dry run. */
  Signal tests(String size) throws Exception {
    var signal = signal(size).setDryRun(true).build();
    history.signal(signal);
    var request = request(signal);
    history.answer(RejectionWriter.testDecided(signal, request, Decider.decide(request)));
    return signal;
  }

  /** One that nobody has decided. */
  Signal waits() {
    var signal = signal("1").build();
    history.signal(signal);
    return signal;
  }

  Signal.Builder signal(String size) {
    var received = NOW.plusSeconds(count++);
    var id = Ids.newId().toString();
    return Signal.newBuilder()
        .setEnvelope(Envelope.newBuilder().setEventId(id))
        .setSignalId(id)
        .setBotId(BOT.toString())
        .setAgentWallet(WALLET)
        .setOwner(WALLET)
        .setMarket("SOL-PERP")
        .setAction(Action.ACTION_BUY)
        .setOrderType(OrderType.ORDER_TYPE_MARKET)
        .setSizeBase(size)
        .setContentSha256(ByteString.copyFrom(new byte[32]))
        .setAlertTimeMs(received.toEpochMilli())
        .setReceivedAtMs(received.toEpochMilli());
  }

  /** Records what the stage's function says of this signal. */
  void decide(Signal signal)
      throws UnreadableRecord, PolicyFormatException, InvalidProtocolBufferException {
    var request = request(signal);
    switch (Decider.decide(request)) {
      case Decision.Rejected rejected ->
          history.answer(RejectionWriter.rejected(signal, request, rejected));
      case Decision.Approved approved -> {
        for (var order : approved.orders()) {
          var outgoing =
              new IntentWriter.Outgoing(
                  IntentCause.of(signal),
                  Ids.intentId(UUID.fromString(signal.getSignalId()), order.part().ordinal(), 0),
                  0,
                  order,
                  java.util.Objects.requireNonNull(request.standing().grant()),
                  InputsWriter.write(request),
                  signal.getNoticesList(),
                  approved.notices(),
                  approved.refusedParts());
          var intent = new IntentWriter(UNSIGNED).write(outgoing, NOW);
          history.intent(TradeIntentPayload.parseFrom(intent.getPayload()));
        }
      }
    }
  }

  private static DecisionRequest request(Signal signal)
      throws UnreadableRecord, PolicyFormatException {
    var policy = PolicyDocument.parse(policy(BOT, Map.of()));
    var now = Instant.ofEpochMilli(signal.getReceivedAtMs());
    return new DecisionRequest(
        now,
        SignalReader.read(WALLET, signal).alert(),
        new Standing(
            true,
            false,
            false,
            false,
            null,
            1,
            new GrantTerms(
                Ids.newId(),
                NOW.minus(Duration.ofHours(1)),
                NOW.plus(Duration.ofHours(1)),
                false,
                1,
                HexFormat.of().formatHex(policy.sha256()),
                new String(policy.bytes(), UTF_8),
                LimitsReader.of(policy),
                true)),
        SeenBefore.NEVER,
        new Activity(0, 0, 0),
        Entries.NONE,
        Map.of(
            "SOL-PERP",
            new Quote(new BigDecimal("150"), 7, now, now, null, false, new BigDecimal("0.01"))),
        new Account(
            9,
            now,
            new BigDecimal("10000"),
            Map.of(),
            List.of(),
            now.atOffset(ZoneOffset.UTC).toLocalDate(),
            new BigDecimal("10000"),
            BigDecimal.ZERO,
            1_000_000_000L),
        List.of());
  }
}

package io.quantumvault.signer.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.AccountState;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.OpenOrder;
import io.quantumvault.schemas.v1.Position;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.venue.Effect;
import io.quantumvault.signer.venue.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the signer knows into the records of executions-v1. */
final class ExecutionEvents {
  private static final int USD_DECIMALS = 6;

  private ExecutionEvents() {}

  /** The head that every step of an intent has; what kind of step it is, is still to be said. */
  static ExecutionEvent.Builder of(Intent intent, Instant now) {
    return ExecutionEvent.newBuilder()
        .setEnvelope(envelope(intent.correlationId(), intent.eventId(), now))
        .setIntentId(intent.intentId().toString())
        .setSignalId(intent.signalId() == null ? "" : intent.signalId().toString())
        .setBotId(intent.botId().toString())
        .setAgentWallet(intent.agentWallet())
        .setOwner(intent.owner())
        .setGrantId(intent.grantId().toString())
        .setMarket(intent.market());
  }

  static Envelope envelope(String correlationId, String causationId, Instant now) {
    return Envelope.newBuilder()
        .setEventId(Ids.newId(now.toEpochMilli()).toString())
        .setOccurredAtMs(now.toEpochMilli())
        .setCorrelationId(correlationId)
        .setCausationId(causationId)
        .build();
  }

  /** A record that named nothing that could be believed: only its place is told. */
  static ExecutionEvent.Builder unverified(
      Source source, String agentWallet, String detail, Instant now) {
    return ExecutionEvent.newBuilder()
        .setEnvelope(envelope("", "", now))
        .setAgentWallet(agentWallet)
        .setUnverified(
            ExecutionEvent.Unverified.newBuilder()
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .setDetail(detail));
  }

  static ExecutionEvent.Refused refused(Refusal refusal) {
    return ExecutionEvent.Refused.newBuilder()
        .setReason(refusal.reason().name())
        .setDetail(refusal.detail())
        .build();
  }

  static ExecutionEvent.Transaction transaction(SignedTransaction transaction) {
    return ExecutionEvent.Transaction.newBuilder()
        .setSignature(transaction.signatureText())
        .setWire(ByteString.copyFrom(transaction.wire()))
        .setLastValidBlockHeight(transaction.lastValidBlockHeight())
        .build();
  }

  static ExecutionEvent.Confirmed.Builder confirmed(
      Claim.Sent sent,
      long slot,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading) {
    var confirmed =
        ExecutionEvent.Confirmed.newBuilder()
            .setTransaction(transaction(sent.transaction()))
            .setSlot(slot)
            .setNetworkFeeLamports(feeLamports);
    if (effect != null) {
      confirmed.setEffect(effect(effect));
    }
    if (reading != null) {
      confirmed.setAccount(account(reading));
    }
    return confirmed;
  }

  static ExecutionEvent.Failed.Builder failed(
      Claim.Sent sent, long slot, String chainError, @Nullable Reading reading) {
    var failed =
        ExecutionEvent.Failed.newBuilder()
            .setTransaction(transaction(sent.transaction()))
            .setSlot(slot)
            .setChainError(Refusal.words(chainError));
    if (reading != null) {
      failed.setAccount(account(reading));
    }
    return failed;
  }

  static ExecutionEvent.Expired.Builder expired(Claim.Sent sent, String detail) {
    return ExecutionEvent.Expired.newBuilder()
        .setTransaction(transaction(sent.transaction()))
        .setDetail(Refusal.words(detail));
  }

  static ExecutionEvent.OutcomeUnknown.Builder unknown(Claim.Sent sent, String detail) {
    return ExecutionEvent.OutcomeUnknown.newBuilder()
        .setTransaction(transaction(sent.transaction()))
        .setDetail(Refusal.words(detail));
  }

  static AccountState account(Reading reading) {
    var account = reading.account();
    var opening = reading.opening();
    var state =
        AccountState.newBuilder()
            .setSlot(account.slot())
            .setObservedAtMs(reading.observedAt().toEpochMilli())
            .setEquityUsd(usd(account.equityUsd()))
            .setTotalDepositsUsd(usd(account.totalDepositsUsd()))
            .setTotalWithdrawalsUsd(usd(account.totalWithdrawalsUsd()))
            .setDay(opening.day().toString())
            .setOpeningEquityUsd(usd(opening.equityUsd()))
            .setNetDepositsUsd(usd(opening.netDepositsUsd(account)))
            .setFeeBalanceLamports(reading.feeLamports());
    account.positions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e ->
            state.addPositions(
                Position.newBuilder()
                    .setMarket(e.getKey())
                    .setBase(plain(e.getValue().base()))
                    .setEntryPrice(plain(e.getValue().entryPrice()))
                    .setUnrealisedPnlUsd(usd(e.getValue().unrealisedPnlUsd()))));
    account.openOrders().stream()
        .sorted(Comparator.comparingLong(o -> o.orderId()))
        .forEach(o ->
            state.addOpenOrders(
                OpenOrder.newBuilder()
                    .setMarket(o.market())
                    .setOrderId((int) o.orderId())
                    .setDirection(
                        o.side() == Side.BUY ? Direction.DIRECTION_LONG : Direction.DIRECTION_SHORT)
                    .setRemainingBase(plain(o.remainingBase()))
                    .setPrice(plain(o.price()))
                    .setReduceOnly(o.reduceOnly())));
    return state.build();
  }

  private static ExecutionEvent.Effect effect(Effect effect) {
    var told =
        ExecutionEvent.Effect.newBuilder()
            .setFilledBase(plain(effect.filledBase()))
            .setAveragePrice(effect.averagePrice() == null ? "" : plain(effect.averagePrice()))
            .setRealisedPnlUsd(usd(effect.realisedPnlUsd()));
    effect.restingOrderIds().forEach(id -> told.addRestingOrderIds(id.intValue()));
    return told.build();
  }

  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** US dollars with at most six decimals. */
  static String usd(BigDecimal value) {
    return plain(value.setScale(USD_DECIMALS, RoundingMode.HALF_EVEN));
  }
}

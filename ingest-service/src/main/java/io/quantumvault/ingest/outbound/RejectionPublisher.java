package io.quantumvault.ingest.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.ingest.alert.ContentHash;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.RejectionSink;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what was not taken to {@link Topics#REJECTIONS}, keyed by agent wallet. */
public final class RejectionPublisher implements RejectionSink {
  private final RecordSender sender;

  /** A publisher that sends through this. */
  public RejectionPublisher(RecordSender sender) {
    this.sender = sender;
  }

  @Override
  public CompletableFuture<?> take(RefusedSignal signal) {
    return sender.send(
        Topics.REJECTIONS,
        signal.route().agentWallet(),
        RejectionRecord.newBuilder().setRejected(message(signal)).build(),
        signal.signalId());
  }

  static SignalRejected message(RefusedSignal signal) {
    return SignalRejected.newBuilder()
        .setEnvelope(
            SignalPublisher.envelope(signal.signalId(), signal.receivedAt().toEpochMilli()))
        .setKind(kind(signal.problems()))
        .setSignalId(signal.signalId().toString())
        .setBotId(signal.route().botId().toString())
        .setAgentWallet(signal.route().agentWallet())
        .setOwner(signal.route().owner())
        .addAllReasons(
            signal.problems().stream()
                .map(problem -> reason(problem.refusal()))
                .distinct()
                .sorted()
                .toList())
        .setDetail(
            signal.problems().stream()
                .map(ParsedAlert.Problem::detail)
                .collect(Collectors.joining("; ")))
        .setBodySha256(hash(signal.redactedBody()))
        .setCount(signal.count())
        .setExit(signal.exit())
        .setReceivedAtMs(signal.receivedAt().toEpochMilli())
        .build();
  }

  /** An alert that is out of time or not let in is a good one; all else is none. */
  private static RejectionKind kind(List<ParsedAlert.Problem> problems) {
    boolean wellFormed =
        problems.stream()
            .allMatch(problem ->
                switch (problem.refusal()) {
                  case UNREADABLE, INVALID, UNKNOWN_MARKET, UNKNOWN_ACTION, NO_TIME -> false;
                  case STALE, FROM_FUTURE, SOURCE_NOT_ALLOWED, SIGNATURE_REFUSED, RATE_LIMITED ->
                      true;
                });
    return wellFormed
        ? RejectionKind.REJECTION_KIND_REJECTED
        : RejectionKind.REJECTION_KIND_MALFORMED;
  }

  private static ByteString hash(@Nullable String redactedBody) {
    return redactedBody == null
        ? ByteString.EMPTY
        : ByteString.copyFrom(ContentHash.of(redactedBody.getBytes(StandardCharsets.UTF_8)));
  }

  private static Reason reason(Refusal refusal) {
    return switch (refusal) {
      case UNREADABLE, INVALID -> Reason.REASON_MALFORMED;
      case UNKNOWN_MARKET -> Reason.REASON_UNKNOWN_MARKET;
      case UNKNOWN_ACTION -> Reason.REASON_UNKNOWN_ACTION;
      case NO_TIME -> Reason.REASON_NO_TIME;
      case STALE -> Reason.REASON_STALE;
      case FROM_FUTURE -> Reason.REASON_FROM_FUTURE;
      case SOURCE_NOT_ALLOWED -> Reason.REASON_SOURCE_NOT_ALLOWED;
      case SIGNATURE_REFUSED -> Reason.REASON_SIGNATURE_REFUSED;
      case RATE_LIMITED -> Reason.REASON_RATE_LIMITED;
    };
  }
}

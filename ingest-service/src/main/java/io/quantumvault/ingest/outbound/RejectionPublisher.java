package io.quantumvault.ingest.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.RejectionSink;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Writes bodies that are no alerts to {@link Topics#REJECTIONS}, keyed by agent wallet. */
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
        .setKind(RejectionKind.REJECTION_KIND_MALFORMED)
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
        .setBodySha256(ByteString.copyFrom(signal.bodySha256()))
        .build();
  }

  private static Reason reason(Refusal refusal) {
    return switch (refusal) {
      case UNREADABLE, INVALID -> Reason.REASON_MALFORMED;
      case UNKNOWN_MARKET -> Reason.REASON_UNKNOWN_MARKET;
      case UNKNOWN_ACTION -> Reason.REASON_UNKNOWN_ACTION;
      case NO_ID_OR_TIME -> Reason.REASON_NO_TIME;
    };
  }
}

package io.quantumvault.policy.outbound;

import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TestedOrder;
import java.time.Instant;

/** Turns a refusal, and the answer to a dry run, into a record of {@code rejections-v1}. */
public final class RejectionWriter {
  private RejectionWriter() {}

  /** A refused signal. */
  public static RejectionRecord rejected(
      Signal signal, DecisionRequest request, Decision.Rejected decision) {
    return record(
        about(signal, RejectionKind.REJECTION_KIND_REJECTED, request.now())
            .addAllReasons(Reasons.of(decision.refusals()))
            .setDetail(decision.detail())
            .setInputs(InputsWriter.write(request))
            .addAllNotices(signal.getNoticesList())
            .addAllNotices(decision.notices().stream().map(Reasons::notice).toList())
            .setExit(decision.exit()));
  }

  /** The answer to a dry run: what would have been sent, or the reasons against it. */
  public static RejectionRecord testDecided(
      Signal signal, DecisionRequest request, Decision decision) {
    var answer =
        TestDecided.newBuilder()
            .setEnvelope(Envelopes.causedBy(signal, request.now()))
            .setSignalId(signal.getSignalId())
            .setBotId(signal.getBotId())
            .setAgentWallet(signal.getAgentWallet())
            .setOwner(signal.getOwner())
            .addAllNotices(signal.getNoticesList())
            .addAllNotices(decision.notices().stream().map(Reasons::notice).toList())
            .setInputs(InputsWriter.write(request))
            .setBodySha256(signal.getBodySha256());
    switch (decision) {
      case Decision.Approved approved ->
          answer
              .setApproved(true)
              .addAllOrders(approved.orders().stream().map(RejectionWriter::tested).toList())
              .addAllRefusedParts(approved.refusedParts().stream().map(Reasons::part).toList());
      case Decision.Rejected rejected ->
          answer.addAllReasons(Reasons.of(rejected.refusals())).setDetail(rejected.detail());
    }
    return RejectionRecord.newBuilder().setTested(answer).build();
  }

  private static TestedOrder tested(Order order) {
    var out =
        TestedOrder.newBuilder()
            .setMarket(order.market())
            .setPart(IntentWriter.part(order.part()))
            .setAction(IntentWriter.action(order.action()))
            .setDirection(InputsWriter.direction(order.direction()))
            .setReduceOnly(order.exit());
    if (order.size() != null) {
      out.setSizeBase(InputsWriter.plain(order.size()));
    }
    return out.build();
  }

  /** A signal that got past ingest although the stage cannot act on it. */
  public static RejectionRecord malformed(Signal signal, String fault, Instant now) {
    return record(
        about(signal, RejectionKind.REJECTION_KIND_MALFORMED, now)
            .addReasons(Reason.REASON_MALFORMED)
            .setDetail(fault));
  }

  private static RejectionRecord record(SignalRejected.Builder rejected) {
    return RejectionRecord.newBuilder().setRejected(rejected).build();
  }

  private static SignalRejected.Builder about(Signal signal, RejectionKind kind, Instant now) {
    return SignalRejected.newBuilder()
        .setEnvelope(Envelopes.causedBy(signal, now))
        .setKind(kind)
        .setSignalId(signal.getSignalId())
        .setBotId(signal.getBotId())
        .setAgentWallet(signal.getAgentWallet())
        .setOwner(signal.getOwner())
        .setBodySha256(signal.getBodySha256())
        .setReceivedAtMs(signal.getReceivedAtMs());
  }
}

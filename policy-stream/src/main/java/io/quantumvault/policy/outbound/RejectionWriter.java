package io.quantumvault.policy.outbound;

import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TestedOrder;
import java.time.Instant;
import java.util.List;

/** Turns a refusal, and the answer to a dry run, into a record of {@code rejections-v1}. */
public final class RejectionWriter {
  private RejectionWriter() {}

  /** A refused signal. */
  public static RejectionRecord rejected(Signal signal, Decision.Rejected decision) {
    return record(
        about(signal, RejectionKind.REJECTION_KIND_REJECTED, decision.inputs().now())
            .addAllReasons(reasons(decision))
            .setDetail(decision.detail())
            .setInputs(InputsWriter.write(decision.inputs())));
  }

  /** The answer to a dry run: what would have been sent, or the reasons against it. */
  public static RejectionRecord testDecided(Signal signal, Decision decision) {
    var answer =
        TestDecided.newBuilder()
            .setEnvelope(Envelopes.causedBy(signal, decision.inputs().now()))
            .setSignalId(signal.getSignalId())
            .setBotId(signal.getBotId())
            .setAgentWallet(signal.getAgentWallet())
            .setOwner(signal.getOwner())
            .addAllNotices(signal.getNoticesList())
            .setInputs(InputsWriter.write(decision.inputs()))
            .setBodySha256(signal.getBodySha256());
    switch (decision) {
      case Decision.Approved approved ->
          answer.setApproved(true).addOrders(tested(approved.order()));
      case Decision.Rejected rejected ->
          answer.addAllReasons(reasons(rejected)).setDetail(rejected.detail());
    }
    return RejectionRecord.newBuilder().setTested(answer).build();
  }

  private static TestedOrder.Builder tested(Order order) {
    var out =
        TestedOrder.newBuilder()
            .setMarket(order.market())
            .setAction(IntentWriter.action(order.action()))
            .setDirection(IntentWriter.direction(order.direction()))
            .setReduceOnly(order.reduceOnly());
    if (order.size() != null) {
      out.setSizeBase(InputsWriter.plain(order.size()));
    }
    return out;
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
        .setBodySha256(signal.getBodySha256());
  }

  /** The names agree but for the contract's prefix; a test holds them together. */
  static List<Reason> reasons(Decision.Rejected decision) {
    return decision.reasons().stream()
        .map(reason -> Reason.valueOf("REASON_" + reason.name()))
        .toList();
  }
}

package io.quantumvault.policy.outbound;

import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import java.time.Instant;

/** Turns a refusal into a {@code SignalRejected}. */
public final class RejectionWriter {
  private RejectionWriter() {}

  /** A refused signal. */
  public static SignalRejected rejected(
      Signal signal, DecisionRequest request, Decision.Rejected decision) {
    return about(signal, RejectionKind.REJECTION_KIND_REJECTED, request.now())
        .addAllReasons(Reasons.of(decision.refusals()))
        .setDetail(decision.detail())
        .setInputs(InputsWriter.write(request))
        .addAllNotices(signal.getNoticesList())
        .addAllNotices(decision.notices().stream().map(Reasons::notice).toList())
        .setExit(decision.exit())
        .build();
  }

  /** The answer to a dry run: the reasons it would have been refused for, or none. */
  public static SignalRejected testDecided(
      Signal signal, DecisionRequest request, Decision decision) {
    var answer =
        about(signal, RejectionKind.REJECTION_KIND_TEST_DECIDED, request.now())
            .setInputs(InputsWriter.write(request))
            .addAllNotices(signal.getNoticesList())
            .addAllNotices(decision.notices().stream().map(Reasons::notice).toList());
    return switch (decision) {
      case Decision.Approved approved ->
          answer.setDetail("a test: it would have been approved").build();
      case Decision.Rejected rejected ->
          answer
              .addAllReasons(Reasons.of(rejected.refusals()))
              .setDetail(rejected.detail())
              .build();
    };
  }

  /** A signal that got past ingest although the stage cannot act on it. */
  public static SignalRejected malformed(Signal signal, String fault, Instant now) {
    return about(signal, RejectionKind.REJECTION_KIND_MALFORMED, now)
        .addReasons(Reason.REASON_MALFORMED)
        .setDetail(fault)
        .build();
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

package io.quantumvault.policy.outbound;

import io.quantumvault.policy.decision.Decision;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import java.time.Instant;
import java.util.List;

/** Turns a refusal into a {@code SignalRejected}. */
public final class RejectionWriter {
  private RejectionWriter() {}

  /** A refused signal. */
  public static SignalRejected rejected(Signal signal, Decision.Rejected decision) {
    return about(signal, RejectionKind.REJECTION_KIND_REJECTED, decision.inputs().now())
        .addAllReasons(reasons(decision))
        .setDetail(decision.detail())
        .setInputs(InputsWriter.write(decision.inputs()))
        .build();
  }

  /** The answer to a dry run: the reasons it would have been refused for, or none. */
  public static SignalRejected testDecided(Signal signal, Decision decision) {
    var answer =
        about(signal, RejectionKind.REJECTION_KIND_TEST_DECIDED, decision.inputs().now())
            .setInputs(InputsWriter.write(decision.inputs()));
    return switch (decision) {
      case Decision.Approved approved ->
          answer.setDetail("a test: it would have been approved").build();
      case Decision.Rejected rejected ->
          answer.addAllReasons(reasons(rejected)).setDetail(rejected.detail()).build();
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
        .setBodySha256(signal.getBodySha256());
  }

  /** The names agree but for the contract's prefix; a test holds them together. */
  static List<Reason> reasons(Decision.Rejected decision) {
    return decision.reasons().stream()
        .map(reason -> Reason.valueOf("REASON_" + reason.name()))
        .toList();
  }
}

package io.quantumvault.policy.outbound;

import io.quantumvault.policy.decision.Decision.RefusedPart;
import io.quantumvault.policy.decision.Notice;
import io.quantumvault.policy.decision.Refusal;
import io.quantumvault.schemas.v1.NoticeKind;
import io.quantumvault.schemas.v1.Reason;
import java.util.List;

/** Reasons and notices in the words of the event contract; the names agree but for its prefixes. */
public final class Reasons {
  private Reasons() {}

  /** Each reason once, in the order in which refusals are listed. */
  public static List<Reason> of(List<Refusal> refusals) {
    return Refusal.reasons(refusals).stream()
        .map(reason -> Reason.valueOf("REASON_" + reason.name()))
        .toList();
  }

  static io.quantumvault.schemas.v1.Notice notice(Notice notice) {
    return io.quantumvault.schemas.v1.Notice.newBuilder()
        .setKind(NoticeKind.valueOf("NOTICE_KIND_" + notice.kind().name()))
        .setDetail(notice.detail())
        .build();
  }

  /** A refused part with its reasons. */
  public static io.quantumvault.schemas.v1.RefusedPart part(RefusedPart part) {
    return io.quantumvault.schemas.v1.RefusedPart.newBuilder()
        .setPart(IntentWriter.part(part.part()))
        .addAllReasons(of(part.refusals()))
        .setDetail(Refusal.detail(part.refusals()))
        .build();
  }
}

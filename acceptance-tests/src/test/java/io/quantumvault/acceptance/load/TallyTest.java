package io.quantumvault.acceptance.load;

import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.CONFIRMED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.REFUSED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.SIGNED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.Confirmed;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionEvent.Refused;
import io.quantumvault.schemas.v1.ExecutionEvent.Signed;
import io.quantumvault.schemas.v1.ExecutionEvent.Submitted;
import io.quantumvault.schemas.v1.ExecutionEvent.Transaction;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.SignalRejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Map<String, List<ExecutionEvent>> executions = new HashMap<>();
  private final Map<String, List<SignalRejected>> rejections = new HashMap<>();
  private long sequence;

  private ExecutionEvent tell(String signal, KindCase kind, String signature) {
    var head = ExecutionEvent.newBuilder().setSignalId(signal).setSequence(++sequence);
    var event = of(kind, head, Transaction.newBuilder().setSignature(signature)).build();
    executions.computeIfAbsent(signal, s -> new ArrayList<>()).add(event);
    return event;
  }

  private static ExecutionEvent.Builder of(
      KindCase kind, ExecutionEvent.Builder event, Transaction.Builder its) {
    return switch (kind) {
      case REFUSED -> event.setRefused(Refused.newBuilder().setReason("DEADLINE_PASSED"));
      case SIGNED -> event.setSigned(Signed.newBuilder().setTransaction(its));
      case SUBMITTED -> event.setSubmitted(Submitted.newBuilder().setTransaction(its));
      case CONFIRMED -> event.setConfirmed(Confirmed.newBuilder().setTransaction(its));
      case AWAITING_OWNER, FAILED, EXPIRED, OUTCOME_UNKNOWN, UNVERIFIED, KIND_NOT_SET ->
          throw new AssertionError(kind);
    };
  }

  private void trade(String signal, String signature) {
    tell(signal, SIGNED, signature);
    tell(signal, SUBMITTED, signature);
    tell(signal, CONFIRMED, signature);
  }

  private void reject(String signal) {
    rejections
        .computeIfAbsent(signal, s -> new ArrayList<>())
        .add(
            SignalRejected.newBuilder()
                .setSignalId(signal)
                .addReasons(Reason.REASON_STALE)
                .build());
  }

  private Tally tally(Set<String> landed, String... signals) {
    return Tally.of(List.of(signals), executions, rejections, landed);
  }

  @Test
  void aSoundRunHasNoFault() {
    trade("a", "1");
    reject("b");
    tell("c", REFUSED, "");
    var tally = tally(Set.of("1"), "a", "b", "c");

    assertThat(tally.faults()).isEmpty();
    assertThat(tally.ended()).isEqualTo(3);
    assertThat(tally.signed()).isEqualTo(1);
    assertThat(tally.confirmed()).isEqualTo(1);
    assertThat(tally.refusals())
        .containsOnly(Map.entry("REASON_STALE", 1), Map.entry("REFUSED DEADLINE_PASSED", 1));
    assertThat(tally.signatures()).containsOnly(Map.entry("a", "1"));
  }

  @Test
  void anEventPublishedTwiceIsOneEvent() {
    trade("a", "1");
    executions.computeIfPresent("a", (s, events) -> new ArrayList<>(twice(events)));

    assertThat(tally(Set.of("1"), "a").faults()).isEmpty();
  }

  private static List<ExecutionEvent> twice(List<ExecutionEvent> events) {
    var both = new ArrayList<>(events);
    both.addAll(events);
    return both;
  }

  @Test
  void aSecondSignatureIsAFault() {
    trade("a", "1");
    tell("a", SIGNED, "2");

    assertThat(tally(Set.of("1", "2"), "a").faults()).containsExactly("a was signed 2 times");
  }

  @Test
  void aSecondSigningOfTheSameBytesIsAFault() {
    trade("a", "1");
    tell("a", SIGNED, "1");

    assertThat(tally(Set.of("1"), "a").faults()).containsExactly("a was signed 2 times");
  }

  @Test
  void whatTheChainHasAndNobodyToldIsAFault() {
    trade("a", "1");

    assertThat(tally(Set.of("1", "9"), "a").faults())
        .containsExactly("9 is on the chain, and no alert is told to have made it");
  }

  @Test
  void whatIsToldAndTheChainDoesNotHaveIsAFault() {
    trade("a", "1");

    assertThat(tally(Set.of(), "a").faults())
        .containsExactly("a is told as confirmed, and its transaction is not on the chain");
  }

  @Test
  void noEndAndTwoEndsAreFaults() {
    tell("a", SIGNED, "1");
    trade("b", "2");
    reject("b");

    assertThat(tally(Set.of("2"), "a", "b").faults())
        .containsExactly("a ended 0 times", "b ended 2 times", "b was rejected and signed");
    assertThat(tally(Set.of("2"), "a", "b").ended()).isEqualTo(1);
  }
}

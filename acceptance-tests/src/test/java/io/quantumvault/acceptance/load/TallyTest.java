package io.quantumvault.acceptance.load;

import static io.quantumvault.schemas.v1.ExecutionKind.EXECUTION_KIND_CONFIRMED;
import static io.quantumvault.schemas.v1.ExecutionKind.EXECUTION_KIND_REFUSED;
import static io.quantumvault.schemas.v1.ExecutionKind.EXECUTION_KIND_SIGNED;
import static io.quantumvault.schemas.v1.ExecutionKind.EXECUTION_KIND_SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionKind;
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

  private ExecutionEvent tell(String signal, ExecutionKind kind, String signature) {
    var event =
        ExecutionEvent.newBuilder()
            .setSignalId(signal)
            .setKind(kind)
            .setTransactionSignature(signature)
            .setReason(kind == EXECUTION_KIND_REFUSED ? "DEADLINE_PASSED" : "")
            .setSequence(++sequence)
            .build();
    executions.computeIfAbsent(signal, s -> new ArrayList<>()).add(event);
    return event;
  }

  private void trade(String signal, String signature) {
    tell(signal, EXECUTION_KIND_SIGNED, signature);
    tell(signal, EXECUTION_KIND_SUBMITTED, signature);
    tell(signal, EXECUTION_KIND_CONFIRMED, signature);
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
    tell("c", EXECUTION_KIND_REFUSED, "");
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
    tell("a", EXECUTION_KIND_SIGNED, "2");

    assertThat(tally(Set.of("1", "2"), "a").faults()).containsExactly("a was signed 2 times");
  }

  @Test
  void aSecondSigningOfTheSameBytesIsAFault() {
    trade("a", "1");
    tell("a", EXECUTION_KIND_SIGNED, "1");

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
    tell("a", EXECUTION_KIND_SIGNED, "1");
    trade("b", "2");
    reject("b");

    assertThat(tally(Set.of("2"), "a", "b").faults())
        .containsExactly("a ended 0 times", "b ended 2 times", "b was rejected and signed");
    assertThat(tally(Set.of("2"), "a", "b").ended()).isEqualTo(1);
  }
}

package io.quantumvault.policy.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.Reason;
import io.quantumvault.policy.replay.Replay;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides again, from the records alone, what the stage decided. */
final class Replays {
  private final Map<String, Signal> signals = new HashMap<>();
  private final Map<String, List<TradeIntentPayload>> approved = new LinkedHashMap<>();
  private final List<SignalRejected> rejected = new ArrayList<>();

  void signal(Signal signal) {
    signals.put(signal.getSignalId(), signal);
  }

  void intents(List<TradeIntentPayload> intents) {
    for (var intent : intents) {
      if (intent.getOrigin() == IntentOrigin.INTENT_ORIGIN_SIGNAL && intent.getAttempt() == 0) {
        approved.computeIfAbsent(intent.getSignalId(), id -> new ArrayList<>()).add(intent);
      }
    }
  }

  void answers(List<RejectionRecord> answers) {
    answers.stream()
        .filter(RejectionRecord::hasRejected)
        .map(RejectionRecord::getRejected)
        .filter(SignalRejected::hasInputs)
        .forEach(rejected::add);
  }

  void check() throws Exception {
    for (var intents : approved.values()) {
      var first = intents.getFirst();
      var again = Replay.decide(signal(first.getSignalId()), first.getInputs());
      assertThat(again).isInstanceOf(Decision.Approved.class);
      var orders = ((Decision.Approved) again).orders();
      assertThat(orders).hasSameSizeAs(intents);
      for (int i = 0; i < orders.size(); i++) {
        same(orders.get(i), intents.get(i));
      }
      assertThat(
              ((Decision.Approved) again)
                  .refusedParts().stream().flatMap(part -> part.refusals().stream()).toList())
          .extracting(refusal -> "REASON_" + refusal.reason())
          .containsExactlyElementsOf(
              first.getRefusedPartsList().stream()
                  .flatMap(part -> part.getReasonsList().stream())
                  .map(Enum::name)
                  .toList());
    }
    for (var rejection : rejected) {
      var again = Replay.decide(signal(rejection.getSignalId()), rejection.getInputs());
      var reasons =
          again instanceof Decision.Rejected refused ? refused.reasons() : List.<Reason>of();
      assertThat(reasons)
          .extracting(reason -> "REASON_" + reason)
          .containsExactlyElementsOf(rejection.getReasonsList().stream().map(Enum::name).toList());
      if (again instanceof Decision.Rejected refused) {
        assertThat(refused.detail()).isEqualTo(rejection.getDetail());
      }
    }
  }

  private Signal signal(String id) {
    return java.util.Objects.requireNonNull(signals.get(id), "an answer to a signal never sent");
  }

  private static void same(Order order, TradeIntentPayload intent) {
    assertThat(intent.getMarket()).isEqualTo(order.market());
    assertThat(intent.getExit()).isEqualTo(order.exit());
    assertThat(intent.getWholePosition()).isEqualTo(order.wholePosition());
    assertThat(intent.getMaxSlippageBps()).isEqualTo(order.maxSlippageBps());
    assertThat(intent.getAction().name()).isEqualTo("ACTION_" + order.action());
    if (order.size() != null) {
      assertThat(new BigDecimal(intent.getSizeBase())).isEqualByComparingTo(order.size());
    }
  }
}

package io.quantumvault.policy.replay;

import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts each alert of one bot beside the decision that was recorded of it. Takes the records in any
 * order; not for several threads.
 */
public final class History {
  private final Window window;
  private final Map<String, Signal> signals = new HashMap<>();
  private final Map<String, Map<String, TradeIntentPayload>> sent = new HashMap<>();
  private final Map<String, List<Recorded.Answer>> answered = new HashMap<>();

  /** Keeps alerts that were received within the window. */
  public History(Window window) {
    this.window = window;
  }

  /** A record of {@code signals-v1}; of one that was delivered twice the first was decided. */
  public void signal(Signal signal) {
    if (window.holds(signal.getReceivedAtMs())) {
      signals.putIfAbsent(signal.getSignalId(), signal);
    }
  }

  /**
   * A record of {@code intents-v1}. What stops, protection and further attempts send decides no
   * alert.
   */
  public void intent(TradeIntentPayload intent) {
    if (intent.getOrigin() == IntentOrigin.INTENT_ORIGIN_SIGNAL && intent.getAttempt() == 0) {
      sent.computeIfAbsent(intent.getSignalId(), id -> new HashMap<>())
          .putIfAbsent(intent.getIntentId(), intent);
    }
  }

  /** A record of {@code rejections-v1}. */
  public void answer(RejectionRecord answer) {
    switch (answer.getRecordCase()) {
      case REJECTED ->
          answered(
              answer.getRejected().getSignalId(),
              new Recorded.Answer.Refused(answer.getRejected()));
      case TESTED ->
          answered(
              answer.getTested().getSignalId(), new Recorded.Answer.Tested(answer.getTested()));
      case RECORD_NOT_SET -> {
        return; // of a later version
      }
    }
  }

  private void answered(String signalId, Recorded.Answer answer) {
    answered.computeIfAbsent(signalId, id -> new ArrayList<>()).add(answer);
  }

  /**
   * Every alert with its answer, in the order of receipt; one that was delivered again after it was
   * forgotten stands here with each answer.
   */
  public List<Recorded> alerts() {
    return signals.values().stream()
        .sorted(
            Comparator.comparingLong(Signal::getReceivedAtMs).thenComparing(Signal::getSignalId))
        .flatMap(signal ->
            answersTo(signal.getSignalId()).stream().map(answer -> new Recorded(signal, answer)))
        .toList();
  }

  /** How many were refused at the door, before the stage saw them. */
  public long refusedAtTheDoor() {
    return answered.entrySet().stream()
        .filter(entry -> !signals.containsKey(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .mapToLong(answer ->
            answer instanceof Recorded.Answer.Refused(SignalRejected rejected)
                    && !rejected.hasInputs()
                    && window.holds(rejected.getReceivedAtMs())
                ? Math.max(1, Integer.toUnsignedLong(rejected.getCount()))
                : 0)
        .sum();
  }

  private List<Recorded.Answer> answersTo(String signalId) {
    var answers = new ArrayList<Recorded.Answer>();
    if (sent.containsKey(signalId)) {
      var intents = new ArrayList<>(sent.get(signalId).values());
      intents.sort(Comparator.comparing(TradeIntentPayload::getPartValue));
      answers.add(new Recorded.Answer.Sent(List.copyOf(intents)));
    }
    answers.addAll(answered.getOrDefault(signalId, List.of()));
    return answers.isEmpty() ? List.of(new Recorded.Answer.Missing()) : answers;
  }
}

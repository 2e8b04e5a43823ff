package io.quantumvault.acceptance.load;

import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.SignalRejected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the accepted alerts: the topics' word, held against what the chain has. An event
 * that was published twice is one event; a second signature is not.
 *
 * @param ended alerts that came to an end
 * @param signed alerts of which a signature is told
 * @param confirmed alerts whose trade landed and succeeded
 * @param refusals how often each reason was given
 * @param signatures the transaction of each signed alert, Base58
 * @param faults what may never be, in words; empty for a sound run
 */
public record Tally(
    int ended,
    int signed,
    int confirmed,
    Map<String, Integer> refusals,
    Map<String, String> signatures,
    List<String> faults) {

  /**
   * Counts.
   *
   * @param signals ids of the accepted alerts
   * @param executions all events of the signer by signal
   * @param rejections all answers of the policy stage by signal
   * @param landed signatures that the chain took in during the run, of all agent wallets in it
   */
  static Tally of(
      Collection<String> signals,
      Map<String, List<ExecutionEvent>> executions,
      Map<String, List<SignalRejected>> rejections,
      Set<String> landed) {
    var counting = new Counting(landed);
    for (var signal : signals) {
      counting.alert(
          signal,
          executions.getOrDefault(signal, List.of()),
          rejections.getOrDefault(signal, List.of()));
    }
    return counting.result();
  }

  private static final class Counting {
    private final Set<String> landed;
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, String> signatures = new TreeMap<>();
    private final Set<String> told = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int ended;
    private int confirmed;

    Counting(Set<String> landed) {
      this.landed = landed;
    }

    void alert(String signal, List<ExecutionEvent> published, List<SignalRejected> rejected) {
      var events = once(published);
      var ends = events.stream().filter(Told::isEnd).toList();
      for (var end : ends) {
        if (end.hasRefused()) {
          refusals.merge("REFUSED " + end.getRefused().getReason(), 1, Integer::sum);
        }
      }
      rejected.forEach(one ->
          one.getReasonsList().forEach(reason -> refusals.merge(reason.name(), 1, Integer::sum)));
      int howOften = ends.size() + rejected.size();
      ended += howOften > 0 ? 1 : 0;
      if (howOften != 1) {
        faults.add(signal + " ended " + howOften + " times");
      }
      signed(signal, events, rejected);
      if (ends.stream().anyMatch(ExecutionEvent::hasConfirmed)) {
        confirmed++;
        if (!landed.contains(signatures.getOrDefault(signal, ""))) {
          faults.add(signal + " is told as confirmed, and its transaction is not on the chain");
        }
      }
    }

    private void signed(String signal, List<ExecutionEvent> events, List<SignalRejected> rejected) {
      long times = events.stream().filter(ExecutionEvent::hasSigned).count();
      var transactions =
          events.stream()
              .map(Told::signature)
              .filter(signature -> !signature.isEmpty())
              .distinct()
              .toList();
      told.addAll(transactions);
      if (times > 1 || transactions.size() > 1) {
        faults.add(signal + " was signed " + Math.max(times, transactions.size()) + " times");
      }
      if (times > 0 && !rejected.isEmpty()) {
        faults.add(signal + " was rejected and signed");
      }
      if (!transactions.isEmpty()) {
        signatures.put(signal, transactions.getFirst());
      }
    }

    Tally result() {
      landed.stream()
          .filter(signature -> !told.contains(signature))
          .forEach(signature ->
              faults.add(signature + " is on the chain, and no alert is told to have made it"));
      return new Tally(
          ended,
          signatures.size(),
          confirmed,
          Map.copyOf(refusals),
          Map.copyOf(signatures),
          List.copyOf(faults));
    }
  }

  /** Published at least once, so that the place in the wallet's sequence tells one from another. */
  private static List<ExecutionEvent> once(List<ExecutionEvent> published) {
    var places = new HashSet<Long>();
    return published.stream().filter(event -> places.add(event.getSequence())).toList();
  }
}

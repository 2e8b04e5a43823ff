package io.quantumvault.standalone.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which of the events that a ledger has lost are still told of. Numbers have no gaps, so a number
 * that nobody has is an event that nobody knows: what it said cannot be put back.
 */
final class EventNumbers {
  private static final int MOST_WORDS = 10;

  private final long after;
  private final long upTo;
  private final TreeSet<Long> seen = new TreeSet<>();

  /**
   * Takes which are wanted.
   *
   * @param after where the ledger ended when it was set back
   * @param upTo what was published
   */
  EventNumbers(long after, long upTo) {
    this.after = after;
    this.upTo = upTo;
  }

  void saw(long number) {
    if (number > after && number <= upTo) {
      seen.add(number);
    }
  }

  /** The missing ones in words, such as "4, 7 to 9"; empty if there are none. */
  String missing() {
    var gaps = new ArrayList<String>();
    long next = after + 1;
    for (long number : seen) {
      gap(gaps, next, number - 1);
      next = number + 1;
    }
    gap(gaps, next, upTo);
    return gaps.size() <= MOST_WORDS
        ? String.join(", ", gaps)
        : String.join(", ", gaps.subList(0, MOST_WORDS)) + " and more";
  }

  private static void gap(List<String> gaps, long first, long last) {
    if (first == last) {
      gaps.add(Long.toString(first));
    } else if (first < last) {
      gaps.add(first + " to " + last);
    }
  }
}

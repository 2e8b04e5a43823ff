package io.quantumvault.signer.campaign;

import java.util.Random;

/**
 * One endpoint's ways: how far it is behind, what it forgets, how it fails. For several threads.
 */
final class ModelNode {
  /** How it fails, for a share of its answers. */
  enum Failing {
    NO,
    /** 5xx, 429 and time-outs look the same to who asks. */
    SILENT,
    BEHIND,
    UNHEALTHY,
    /** What was asked for is done, and the answer is lost. */
    ANSWER_LOST
  }

  /**
   * A node's state.
   *
   * @param lagSlots how far its accounts are behind
   * @param statusLagSlots the same of its statuses, whose slot it says truly
   * @param history whether it keeps any
   * @param forgets whether it denies what it knew, landed long ago or not
   * @param slotsAhead by how much the slot of an account answer is a lie
   */
  record State(
      int lagSlots,
      int statusLagSlots,
      boolean history,
      boolean forgets,
      int slotsAhead,
      Failing failing,
      double share) {
    /** Behind, and nothing else. */
    static State behind(int slots) {
      return new State(slots, slots, true, false, 0, Failing.NO, 0);
    }

    /** Some trouble; a lie only where another node can contradict it. */
    static State drawn(Random random, boolean others) {
      var failing = Failing.values()[random.nextInt(Failing.values().length)];
      return new State(
          random.nextInt(2) == 0 ? random.nextInt(45) : random.nextInt(5),
          random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(5),
          random.nextInt(6) > 0,
          others && random.nextInt(5) == 0,
          random.nextInt(8) == 0 ? random.nextInt(100) : 0,
          failing,
          random.nextInt(4) == 0 ? 1 : random.nextDouble() * 0.6);
    }
  }

  final String name;
  private final State well;
  private volatile State state;

  /** Even a node that is well is some slots behind. */
  ModelNode(String name, int lagSlots) {
    this.name = name;
    this.well = State.behind(lagSlots);
    this.state = well;
  }

  State state() {
    return state;
  }

  void heal() {
    state = well;
  }

  void state(State next) {
    state = next;
  }
}

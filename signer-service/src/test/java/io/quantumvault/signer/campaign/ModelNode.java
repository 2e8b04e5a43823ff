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
    static final State WELL = new State(0, 0, true, false, 0, Failing.NO, 0);

    /** Some trouble; a lie only where another node can contradict it. */
    static State drawn(Random random, boolean others) {
      var failing = Failing.values()[random.nextInt(Failing.values().length)];
      return new State(
          random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(3),
          random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(3),
          random.nextInt(6) > 0,
          others && random.nextInt(5) == 0,
          random.nextInt(8) == 0 ? random.nextInt(100) : 0,
          failing,
          random.nextInt(4) == 0 ? 1 : random.nextDouble() * 0.6);
    }
  }

  final String name;
  private volatile State state = State.WELL;

  ModelNode(String name) {
    this.name = name;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }
}

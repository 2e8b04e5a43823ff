package io.quantumvault.signer.campaign;

import java.time.Duration;

/** What is done to a run, at one point of its script. Wallets, bots and workers go by number. */
sealed interface Happening {
  /** The stage's intent comes. */
  record Deliver(int intent) implements Happening {}

  /** The same record comes once more. */
  record Again(int intent) implements Happening {}

  record Pass(Duration time) implements Happening {}

  /** Wall clocks are set. */
  record Jump(Duration by) implements Happening {}

  /** An owner stops a wallet: 1 reduce-only, 3 freeze. */
  record Stop(int wallet, int kind) implements Happening {}

  record Revoke(int wallet, int bot) implements Happening {}

  /** Staff freeze everything, or lift it. */
  record Freeze(boolean on) implements Happening {}

  /** The outbox is heard of. */
  record Tell(int wallet) implements Happening {}

  /** The superuser brings a revoked grant's rows back. */
  record PutBack(int wallet, int bot) implements Happening {}

  /** The superuser deletes a wallet's stops. */
  record DeleteStops(int wallet) implements Happening {}

  /** The ledger of a wallet as it was so long ago. */
  record Restore(int wallet, Duration ago) implements Happening {}

  record SetTrap(int worker, Gate.Trap trap) implements Happening {}

  /**
   * Who holds the wallet stands still inside its next signing transaction while another one takes
   * over, with the group's position moved past the record that is under way.
   */
  record Clash(int wallet) implements Happening {}

  /** Partitions go from one worker to the other in good order. */
  record Move() implements Happening {}

  /** The key management does not answer so many times. */
  record KmsAway(int times) implements Happening {}

  record CutConnection(int worker, GatedDatabase.Cut cut) implements Happening {}

  record KafkaTrouble(KafkaModel.Trouble trouble) implements Happening {}

  record NodeTurns(int node, ModelNode.State state) implements Happening {}

  /** Until all that was delivered has its end, without any help. */
  record AwaitEnds() implements Happening {}

  /** From now on one sending in so many lands. */
  record Lands(double oneIn) implements Happening {}

  record NodeHeals(int node) implements Happening {}
}

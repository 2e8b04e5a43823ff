package io.quantumvault.signer.fate;

/** Looks whether the venue's account shows what this one order would have done. */
@FunctionalInterface
public interface EffectProbe {
  /** What the account shows. */
  enum Shown {
    /** This order's effect: by its client id or its events, not by a changed position. */
    EFFECT,
    /** The account was read and this order left no trace. */
    NO_EFFECT,
    /** This venue shows neither; signatures decide. */
    UNTELLABLE,
    /** The account could not be read now. */
    UNREADABLE
  }

  /** Reads the account at this slot or later. */
  Shown at(long minContextSlot);
}

package io.quantumvault.signer.fate;

/** Reads the venue account at or after a slot: whether it shows this order's effect. */
public interface EffectProbe {
  /** What it shows. */
  Shown at(long minContextSlot);

  /** What an account shows of an order. */
  enum Shown {
    EFFECT,
    NO_EFFECT,
    /** The venue shows neither: signature evidence decides. */
    UNTELLABLE,
    UNREADABLE
  }
}

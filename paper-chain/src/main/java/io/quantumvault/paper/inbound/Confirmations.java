package io.quantumvault.paper.inbound;

/**
 * How many slots later a transaction counts as confirmed and as finalized. Nothing here is ever
 * undone; the steps are there so that clients wait as they would elsewhere.
 */
public record Confirmations(long confirmedAfterSlots, long finalizedAfterSlots) {
  public static final Confirmations DEFAULT = new Confirmations(1, 32);

  static final String PROCESSED = "processed";
  static final String CONFIRMED = "confirmed";
  static final String FINALIZED = "finalized";

  public Confirmations {
    if (confirmedAfterSlots < 0 || finalizedAfterSlots < confirmedAfterSlots) {
      throw new IllegalArgumentException("finalized comes after confirmed");
    }
  }

  String status(long newestSlot, long slot) {
    long age = newestSlot - slot;
    if (age >= finalizedAfterSlots) {
      return FINALIZED;
    }
    return age >= confirmedAfterSlots ? CONFIRMED : PROCESSED;
  }

  boolean reached(String commitment, long newestSlot, long slot) {
    long needed = commitment.equals(FINALIZED) ? finalizedAfterSlots : confirmedAfterSlots;
    return newestSlot - slot >= needed;
  }
}

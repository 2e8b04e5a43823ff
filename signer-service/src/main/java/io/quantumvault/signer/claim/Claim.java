package io.quantumvault.signer.claim;

import java.util.UUID;

/**
 * Where an intent stands in the ledger. Each state offers only its lawful successors, so an
 * unlawful step does not compile; the ledger's constraints and conditional updates say the same
 * again.
 */
public sealed interface Claim {
  /** The intent. */
  UUID intentId();

  /** The state's name in the ledger. */
  String state();

  /** A state after which nothing more happens. */
  sealed interface Ended extends Claim {}

  /** Taken, not signed. */
  record Claimed(UUID intentId) implements Claim {
    @Override
    public String state() {
      return "CLAIMED";
    }

    /** Ends it unsigned. */
    public Refused refused(Refusal refusal) {
      return new Refused(intentId, refusal);
    }

    /** The signature exists and is about to be persisted. */
    public Signed signed(SignedTransaction transaction) {
      return new Signed(intentId, transaction);
    }
  }

  /** Signed and persisted; not known to have been sent. */
  record Signed(UUID intentId, SignedTransaction transaction) implements Claim {
    @Override
    public String state() {
      return "SIGNED";
    }

    /** Handed to the chain at least once. */
    public Submitted submitted() {
      return new Submitted(intentId, transaction);
    }

    /**
     * After a restart nobody knows whether it was sent; a stop that came since forbids sending it,
     * and its fate is only watched.
     */
    public Submitted watched() {
      return new Submitted(intentId, transaction);
    }
  }

  /** Sent; it may land until its last valid block height. */
  record Submitted(UUID intentId, SignedTransaction transaction) implements Claim {
    @Override
    public String state() {
      return "SUBMITTED";
    }

    /** Landed and succeeded. */
    public Confirmed confirmed(long slot) {
      return new Confirmed(intentId, slot);
    }

    /** Landed and failed. */
    public Failed failed(long slot, String chainError) {
      return new Failed(intentId, slot, chainError);
    }

    /** Can no longer land. */
    public Expired expired() {
      return new Expired(intentId);
    }

    /** Nobody can say; held for people. */
    public OutcomeUnknown unknown(String detail) {
      return new OutcomeUnknown(intentId, detail);
    }
  }

  /** Landed and succeeded. */
  record Confirmed(UUID intentId, long slot) implements Ended {
    @Override
    public String state() {
      return "CONFIRMED";
    }
  }

  /** Landed and failed. */
  record Failed(UUID intentId, long slot, String chainError) implements Ended {
    @Override
    public String state() {
      return "FAILED";
    }
  }

  /** Can no longer land, and did not. */
  record Expired(UUID intentId) implements Ended {
    @Override
    public String state() {
      return "EXPIRED";
    }
  }

  /** Never signed. */
  record Refused(UUID intentId, Refusal refusal) implements Ended {
    @Override
    public String state() {
      return "REFUSED";
    }
  }

  /** Held for people. */
  record OutcomeUnknown(UUID intentId, String detail) implements Claim {
    @Override
    public String state() {
      return "OUTCOME_UNKNOWN";
    }
  }
}

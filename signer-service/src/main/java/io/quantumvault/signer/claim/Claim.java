package io.quantumvault.signer.claim;

import java.time.Instant;
import java.util.UUID;

/**
 * Where an intent stands in the ledger. A row is born signed or refused. Each state offers only its
 * lawful successors, so an unlawful step does not compile; the ledger's constraints and conditional
 * updates say the same again.
 */
public sealed interface Claim {
  /** The intent. */
  UUID intentId();

  /** The state's name in the ledger. */
  String state();

  /** A state after which nothing more happens. */
  sealed interface Ended extends Claim {}

  /** A transaction of which it is not known yet what became of it. */
  sealed interface Open extends Claim {
    /** The one transaction. */
    SignedTransaction transaction();

    /** When it was signed. */
    Instant signedAt();
  }

  /** An open state from which it can be told that the fate is known. */
  sealed interface Sent extends Open {
    /** Landed and succeeded. */
    default Confirmed confirmed(long slot) {
      return new Confirmed(intentId(), slot);
    }

    /** Landed and failed. */
    default Failed failed(long slot, String chainError) {
      return new Failed(intentId(), slot, chainError);
    }

    /** Can no longer land. */
    default Expired expired() {
      return new Expired(intentId());
    }
  }

  /**
   * Signed and persisted; not known to have been sent.
   *
   * @param sequence of its event: nothing is sent before the mark that names it is acknowledged
   */
  record Signed(UUID intentId, SignedTransaction transaction, Instant signedAt, long sequence)
      implements Open {
    @Override
    public String state() {
      return "SIGNED";
    }

    /** Handed to the chain, or from now on only watched. */
    public Submitted submitted() {
      return new Submitted(intentId, transaction, signedAt);
    }
  }

  /** Sent, or perhaps sent before a restart; it may land until its last valid block height. */
  record Submitted(UUID intentId, SignedTransaction transaction, Instant signedAt) implements Sent {
    @Override
    public String state() {
      return "SUBMITTED";
    }

    /** Nobody can say yet. */
    public OutcomeUnknown unknown() {
      return new OutcomeUnknown(intentId, transaction, signedAt);
    }
  }

  /** Endpoints disagree or say too little; asked on. */
  record OutcomeUnknown(UUID intentId, SignedTransaction transaction, Instant signedAt)
      implements Sent {
    @Override
    public String state() {
      return "OUTCOME_UNKNOWN";
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
}

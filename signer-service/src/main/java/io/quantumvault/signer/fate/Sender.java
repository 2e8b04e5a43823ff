package io.quantumvault.signer.fate;

import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainRefusedException;
import io.quantumvault.solana.rpc.ChainUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the same bytes to the chain while the gate allows. A lost answer changes nothing. */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private final Chain chain;
  private final InstantSource clock;
  private final Executor threads;
  private final Duration askAgain;

  /**
   * Takes where later sendings run.
   *
   * @param askAgain how long to wait when nobody knows whether the first sending is allowed
   */
  Sender(Chain chain, InstantSource clock, Executor threads, Duration askAgain) {
    this.chain = chain;
    this.clock = clock;
    this.threads = threads;
    this.askAgain = askAgain;
  }

  /**
   * Tries the first sending on this thread. Waits while it cannot be known whether it is allowed:
   * without that nothing has happened yet.
   */
  void first(Entry entry) throws InterruptedException {
    while (!entry.fate.isDone()) {
      if (entry.sendings.begin(clock.instant()) && send(entry)) {
        break;
      }
      Thread.sleep(askAgain);
    }
    entry.firstTried = true;
  }

  /** Sends again on another thread, if the first was tried and the next is due. */
  void again(Entry entry) {
    if (!entry.firstTried || !entry.sendings.begin(clock.instant())) {
      return;
    }
    threads.execute(() -> {
      try {
        send(entry);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("A transaction was not sent again");
      }
    });
  }

  /** False if nobody knows whether it may be sent. */
  private boolean send(Entry entry) {
    var sendings = entry.sendings;
    var gate = gate(entry);
    if (gate == Gate.UNKNOWN) {
      sendings.notKnown();
      return false;
    }
    try {
      if (gate == Gate.SHUT) {
        sendings.end();
      } else {
        chain.send(entry.followed.transaction().wire(), sendings.skipPreflight());
        sendings.accepted();
      }
    } catch (ChainRefusedException e) {
      sendings.refused(e);
    } catch (ChainUnavailableException e) {
      sendings.unanswered(String.valueOf(e.getMessage()));
    } finally {
      sendings.over(clock.instant(), chain.slotTime());
    }
    return true;
  }

  private enum Gate {
    OPEN,
    SHUT,
    UNKNOWN
  }

  /** The ledger that knows may be away; it is asked again when the next sending is due. */
  private static Gate gate(Entry entry) {
    try {
      return entry.followed.maySend().getAsBoolean() ? Gate.OPEN : Gate.SHUT;
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("problem", e.getMessage()).log("Whether to send is not known now");
      return Gate.UNKNOWN;
    }
  }
}

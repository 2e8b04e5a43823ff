package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts intents on the lanes of their bots; at start those that were left unfinished come first. */
public final class IntentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(IntentDesk.class);
  private static final java.util.UUID UNVERIFIED = new java.util.UUID(0, 0);

  private final KeyedLanes lanes;
  private final TradeWorker worker;
  private final ClaimStore ledger;
  private final InstantSource clock;
  private final Duration retryEvery;

  /** Takes the lanes and who works on them. */
  public IntentDesk(
      KeyedLanes lanes,
      TradeWorker worker,
      ClaimStore ledger,
      InstantSource clock,
      Duration retryEvery) {
    this.lanes = lanes;
    this.worker = worker;
    this.ledger = ledger;
    this.clock = clock;
    this.retryEvery = retryEvery;
  }

  /** Work that may be interrupted. */
  private interface Work {
    void run() throws InterruptedException;
  }

  /** Takes a verified intent; {@code claimed} runs once the ledger holds it. */
  public void take(Intent intent, Source source, Runnable claimed) {
    lanes.add(intent.botId(), () -> guarded(intent, () -> worker.process(intent, source, claimed)));
  }

  /** Keeps a record that cannot be believed. */
  public void unverified(Source source, String agentWallet, String reason, Runnable kept) {
    lanes.add(
        UNVERIFIED,
        () -> {
          try {
            keep(source, agentWallet, reason);
            kept.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void keep(Source source, String agentWallet, String reason) throws InterruptedException {
    while (true) {
      try {
        ledger.unverified(source, agentWallet, reason, clock.instant());
        LOG.atWarn()
            .addKeyValue("topic", source.topic())
            .addKeyValue("partition", source.partition())
            .addKeyValue("offset", source.offset())
            .addKeyValue("reason", reason)
            .log("A record was not believed");
        return;
      } catch (LedgerUnavailableException e) {
        Thread.sleep(retryEvery);
      }
    }
  }

  /**
   * Takes up what was left unfinished.
   *
   * @param reader reads a payload that was verified before
   * @return how many there were
   */
  public int resumeUnfinished(Function<byte[], Intent> reader) {
    var rows = ledger.unfinished();
    for (var row : rows) {
      var intent = reader.apply(row.payload());
      lanes.add(intent.botId(), () -> guarded(intent, () -> worker.resume(intent, row.claim())));
    }
    return rows.size();
  }

  /**
   * A fault in one intent must not end its lane; the row stays and is taken up at the next start.
   */
  private static void guarded(Intent intent, Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("intentId", intent.intentId())
          .log("An intent was left unfinished");
    }
  }
}

package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a partition's intents on the lanes of their bots; those left unfinished come first. */
public final class IntentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(IntentDesk.class);

  /** What waits for no bot: records that are not believed, and refusals for want of room. */
  private static final UUID ASIDE = new UUID(0, 0);

  /** So that one tenant cannot hold up others' exits. */
  private static final int MOST_OF_ONE_BOT = 16;

  private final KeyedLanes lanes;
  private final TradeWorker worker;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Duration retryEvery;

  /** Takes the lanes and who works on them. */
  public IntentDesk(
      KeyedLanes lanes,
      TradeWorker worker,
      Ledger ledger,
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

  /** Takes a verified intent; {@code hasRow} runs once the ledger has its row. */
  public void take(Intent intent, Source source, Runnable hasRow) {
    boolean exit = intent.onlyReduces();
    int here = lanes.size(intent.botId());
    if (!exit && here >= MOST_OF_ONE_BOT) {
      var busy = new Refusal(RefusalReason.BUSY, here + " intents of this bot are under way");
      lanes.add(
          ASIDE,
          () -> guarded(intent.intentId(), () -> worker.refuse(intent, source, busy, hasRow)));
    } else {
      lanes.add(
          intent.botId(),
          () -> guarded(intent.intentId(), () -> worker.process(intent, source, hasRow)));
    }
  }

  /** Keeps a record that cannot be believed. */
  public void unverified(Source source, String agentWallet, String reason, Runnable kept) {
    lanes.add(
        ASIDE,
        () ->
            guarded(
                ASIDE,
                () -> {
                  keep(source, agentWallet, reason);
                  kept.run();
                }));
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
      read(row, reader)
          .ifPresent(intent ->
              lanes.add(
                  intent.botId(),
                  () -> guarded(intent.intentId(), () -> worker.resume(intent, row))));
    }
    return rows.size();
  }

  /**
   * Takes up what of a wallet's rows nobody works on: rows that were put back, or that a restore
   * under this worker set back. On their bots' lanes, where it is told which those are.
   *
   * @param rows unfinished ones of any wallet
   */
  void takeUp(String agentWallet, List<Ledger.Row> rows, Function<byte[], Intent> reader) {
    for (var row : rows) {
      read(row, reader)
          .filter(intent -> intent.agentWallet().equals(agentWallet))
          .ifPresent(intent ->
              lanes.add(
                  intent.botId(), () -> guarded(intent.intentId(), () -> worker.takeUp(intent))));
    }
  }

  /** One row that cannot be read holds up no other. */
  private static Optional<Intent> read(Ledger.Row row, Function<byte[], Intent> reader) {
    try {
      return Optional.of(reader.apply(row.payload()));
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("intentId", row.claim().intentId())
          .log("The row of an intent cannot be read and is left");
      return Optional.empty();
    }
  }

  /** Whatever happens in one piece of work, the lane goes on. */
  private static void guarded(UUID intentId, Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("intentId", intentId)
          .log("An intent was left; the next assignment of its partition takes it up");
    }
  }
}

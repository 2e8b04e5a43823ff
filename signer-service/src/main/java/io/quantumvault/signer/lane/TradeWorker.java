package io.quantumvault.signer.lane;

import static io.quantumvault.signer.claim.RefusalReason.INTERNAL;
import static io.quantumvault.signer.claim.RefusalReason.LEDGER_UNAVAILABLE;

import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.signer.lane.SigningSteps.Result;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.order.AdminOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one intent from its verified record to its end, on its bot's lane, so that the next one
 * starts after this one's effect was read. A fault of code ends the intent it happens in, never the
 * lane. Rule: the page docs/signer.md.
 */
public final class TradeWorker {
  private static final Logger LOG = LoggerFactory.getLogger(TradeWorker.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Ledger ledger;
  private final Tools tools;
  private final SigningSteps signing;
  private final SendingSteps sending;
  private final KeyedLanes asking;

  /**
   * Takes a partition's ledger and marks.
   *
   * @param published says when an event's mark is acknowledged
   * @param asking where unknown outcomes are asked on, aside from the bots' lanes
   */
  public TradeWorker(
      Ledger ledger, MarkBook marks, Tools tools, MarkAwait published, KeyedLanes asking) {
    this.ledger = ledger;
    this.tools = tools;
    this.signing = new SigningSteps(ledger, marks, tools);
    this.sending = new SendingSteps(ledger, marks, tools, published);
    this.asking = asking;
  }

  /**
   * Takes an intent from its record to its end.
   *
   * @param hasRow runs as soon as the ledger has its row, so that its offset may be committed
   */
  public void process(Intent intent, Source source, Runnable hasRow) throws InterruptedException {
    while (true) {
      switch (attempt(intent, source)) {
        case Result.Signed(var row, var trading, var allowed) -> {
          hasRow.run();
          follow(intent, row, trading, allowed);
          return;
        }
        case Result.Known(var row, var trading) -> {
          hasRow.run();
          follow(intent, row, trading, Allowed.unknown(intent));
          return;
        }
        case Result.Refused refused -> {
          hasRow.run();
          return;
        }
        case Result.Fenced fenced -> {
          return;
        }
        case Result.NotYet(var otherwise) -> {
          if (waitOrRefuse(intent, source, otherwise)) {
            hasRow.run();
            return;
          }
        }
      }
    }
  }

  private Result attempt(Intent intent, Source source) throws InterruptedException {
    try {
      return signing.attempt(intent, source);
    } catch (LedgerUnavailableException e) {
      // Whether it was signed is read from the ledger itself by the next attempt.
      return new Result.NotYet(
          new Refusal(LEDGER_UNAVAILABLE, "the ledger did not answer in time"));
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("intentId", intent.intentId())
          .log("An intent met a fault and is refused");
      return refuse(intent, source, new Refusal(INTERNAL, e.getClass().getSimpleName()));
    }
  }

  /** Refuses an intent without looking at it. */
  public void refuse(Intent intent, Source source, Refusal refusal, Runnable hasRow)
      throws InterruptedException {
    if (refuse(intent, source, refusal) instanceof Result.Fenced) {
      return;
    }
    hasRow.run();
  }

  /** True when it was refused for want of time. */
  private boolean waitOrRefuse(Intent intent, Source source, Refusal otherwise)
      throws InterruptedException {
    var wait = tools.settings().retryEvery();
    if (tools.clock().instant().plus(wait).isBefore(intent.deadline())) {
      Thread.sleep(wait);
      return false;
    }
    return refuse(intent, source, otherwise) instanceof Result.Refused;
  }

  /** Refused in the ledger, as soon as it answers; a row that is there by now is taken on. */
  private Result refuse(Intent intent, Source source, Refusal refusal) throws InterruptedException {
    while (true) {
      try {
        return signing.refuse(intent, source, refusal);
      } catch (LedgerUnavailableException e) {
        Thread.sleep(tools.settings().retryEvery());
      } catch (LedgerFaultException e) {
        LOG.atError()
            .setCause(e)
            .addKeyValue("intentId", intent.intentId())
            .log("The ledger takes no row for an intent");
        return new Result.Refused();
      }
    }
  }

  /** Waits for a signature under way; nothing is signed any more. */
  public void stopSigning() {
    signing.stop();
  }

  /** Takes an intent on from the row it has. */
  public void resume(Intent intent, Row row) throws InterruptedException {
    while (true) {
      try {
        var stand = ledger.stand(intent, tools.clock().instant());
        follow(
            intent,
            row,
            tools.trading(intent, stand.standing().material()),
            Allowed.unknown(intent));
        return;
      } catch (LedgerUnavailableException e) {
        Thread.sleep(tools.settings().retryEvery());
      }
    }
  }

  /**
   * Takes an intent on from the row it has by now, unless its outcome is asked on already. On its
   * bot's lane only: whatever else was to be done with it there has been done.
   */
  void takeUp(Intent intent) throws InterruptedException {
    if (asking.size(intent.intentId()) > 0) {
      return;
    }
    while (true) {
      try {
        var stand = ledger.stand(intent, tools.clock().instant());
        if (stand.row() != null) {
          var trading = tools.trading(intent, stand.standing().material());
          follow(intent, stand.row(), trading, Allowed.unknown(intent));
        }
        return;
      } catch (LedgerUnavailableException e) {
        Thread.sleep(tools.settings().retryEvery());
      }
    }
  }

  /** Ends an unknown outcome as somebody ordered, unless the chain says otherwise. */
  void resolve(Intent intent, Row row, Claim.OutcomeUnknown unknown, AdminOrder.Resolve order)
      throws InterruptedException {
    while (true) {
      try {
        var stand = ledger.stand(intent, tools.clock().instant());
        var trading = tools.trading(intent, stand.standing().material());
        sending.resolve(intent, row, unknown, trading, order);
        return;
      } catch (LedgerUnavailableException e) {
        Thread.sleep(tools.settings().retryEvery());
      }
    }
  }

  private void follow(Intent intent, Row row, Trading trading, Allowed allowed)
      throws InterruptedException {
    Row unknown;
    try {
      unknown = sending.follow(intent, row, trading, allowed);
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("intentId", intent.intentId())
          .log("A signed intent met a fault; its outcome is asked on");
      unknown = held(intent, row);
    }
    if (unknown != null) {
      askOn(intent, unknown, trading);
    }
  }

  /** After a fault nobody knows what was done: held until the chain says. */
  private @Nullable Row held(Intent intent, Row row) throws InterruptedException {
    if (!(row.claim() instanceof Claim.Open)) {
      return null;
    }
    var now = tools.clock().instant();
    if (row.claim() instanceof Claim.Signed signed) {
      ledger.submitted(intent, signed, now);
    }
    var submitted =
        row.claim() instanceof Claim.Submitted sent
            ? sent
            : row.claim() instanceof Claim.Signed signed ? signed.submitted() : null;
    if (submitted == null) {
      return row;
    }
    ledger.unknown(intent, submitted, "a fault of the signer", now);
    return new Row(submitted.unknown(), row.payload(), row.before());
  }

  /** Asks with growing pauses until the chain has decided. */
  private void askOn(Intent intent, Row unknown, Trading trading) {
    asking.add(
        intent.intentId(),
        () -> {
          try {
            var wait = tools.settings().unknownAskedEvery();
            @Nullable Row open = unknown;
            while (open != null) {
              Thread.sleep(wait);
              wait =
                  wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0
                      ? wait.multipliedBy(2)
                      : LONGEST_WAIT;
              open = asked(intent, open, trading);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private @Nullable Row asked(Intent intent, Row open, Trading trading)
      throws InterruptedException {
    try {
      return sending.ask(intent, open, trading);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("intentId", intent.intentId())
          .log("An unknown outcome could not be asked for");
      return open;
    }
  }
}

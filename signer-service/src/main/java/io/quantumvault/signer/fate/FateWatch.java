package io.quantumvault.signer.fate;

import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.Chain.Status;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.ChainRefusedException;
import io.quantumvault.solana.rpc.ChainUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends signed transactions until their fate is known: the same bytes again and again, one status
 * request for all of them. A lost answer changes nothing; only a status or a passed block height
 * ends the wait.
 */
public final class FateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FateWatch.class);
  private static final int BATCH = 256;

  private final Chain chain;
  private final InstantSource clock;
  private final Pace pace;
  private final ConcurrentHashMap<String, InFlight> inFlight = new ConcurrentHashMap<>();
  private final BlockingQueue<String> wake = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  /**
   * How often things are done.
   *
   * @param margin blocks beyond the last valid one before a transaction counts as expired, for
   *     nodes that disagree about the height
   */
  public record Pace(Duration poll, Duration resend, Duration height, long margin) {}

  private static final class InFlight {
    final SignedTransaction transaction;
    final BooleanSupplier maySend;
    final CompletableFuture<Fate> fate = new CompletableFuture<>();
    final AtomicBoolean sending = new AtomicBoolean();
    volatile Instant lastSent;
    volatile boolean stopped;
    volatile String lastRefusal = "";

    InFlight(SignedTransaction transaction, BooleanSupplier maySend, Instant now) {
      this.transaction = transaction;
      this.maySend = maySend;
      this.lastSent = now;
    }
  }

  /** Takes the chain to send to. */
  public FateWatch(Chain chain, InstantSource clock, Pace pace) {
    this.chain = chain;
    this.clock = clock;
    this.pace = pace;
  }

  /** Starts asking for statuses. */
  public void start() {
    thread = Thread.ofVirtual().name("confirmations").start(this::run);
  }

  /** Sends if that is allowed, then waits for the fate. */
  public Fate follow(Followed followed) throws InterruptedException {
    boolean now = mayBeSent(followed);
    return follow(followed.transaction(), now, followed.maySend(), followed.afterFirst());
  }

  private boolean mayBeSent(Followed followed) throws InterruptedException {
    while (true) {
      try {
        return followed.maySend().getAsBoolean();
      } catch (LedgerUnavailableException e) {
        Thread.sleep(pace.poll());
      }
    }
  }

  /** One look without sending. */
  public Fate look(Followed followed) throws InterruptedException {
    return follow(followed.transaction(), false, () -> false, () -> {});
  }

  private Fate follow(
      SignedTransaction transaction, boolean sendNow, BooleanSupplier maySend, Runnable afterFirst)
      throws InterruptedException {
    var entry = new InFlight(transaction, maySend, clock.instant());
    entry.stopped = !sendNow;
    var key = transaction.signatureText();
    if (sendNow) {
      send(entry, false);
    }
    afterFirst.run();
    inFlight.put(key, entry);
    wake.add(key);
    try {
      return entry.fate.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      inFlight.remove(key, entry);
    }
  }

  /** How many are waited for. */
  public int size() {
    return inFlight.size();
  }

  private void send(InFlight entry, boolean skipPreflight) {
    try {
      chain.send(entry.transaction.wire(), skipPreflight);
    } catch (ChainRefusedException e) {
      entry.lastRefusal = e.getMessage() + (e.data().isEmpty() ? "" : " " + e.data());
    } catch (ChainUnavailableException e) {
      entry.lastRefusal = String.valueOf(e.getMessage());
    }
  }

  private void run() {
    var lastHeight = Instant.EPOCH;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (inFlight.isEmpty()) {
          wake.take();
          wake.clear();
        }
        Thread.sleep(pace.poll());
        boolean askHeight = !clock.instant().isBefore(lastHeight.plus(pace.height()));
        if (round(askHeight) && askHeight) {
          lastHeight = clock.instant();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look at all that is in flight; false if the chain gave no answer. */
  boolean round(boolean askHeight) {
    try {
      // Asked before the statuses: what is absent afterwards had its chance up to this height.
      long height = askHeight ? chain.blockHeight() : 0;
      var all = new ArrayList<>(inFlight.values());
      for (int from = 0; from < all.size(); from += BATCH) {
        look(all.subList(from, Math.min(from + BATCH, all.size())), height);
      }
      return true;
    } catch (ChainException e) {
      return false;
    } catch (RuntimeException e) {
      // Whatever it is, it must not end the watch over all that is in flight.
      LOG.atError().setCause(e).log("Statuses were not read");
      return false;
    }
  }

  private void look(List<InFlight> entries, long height) {
    var signatures = entries.stream().map(e -> e.transaction.signatureText()).toList();
    var statuses = chain.statuses(signatures).statuses();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      switch (statuses.get(i)) {
        case Status.Landed landed -> entry.fate.complete(new Fate.Landed(landed.slot()));
        case Status.LandedWithError failed ->
            entry.fate.complete(new Fate.Failed(failed.slot(), failed.error()));
        case Status.Processed processed -> resendWhenDue(entry);
        case Status.Absent absent -> {
          if (height > entry.transaction.lastValidBlockHeight() + pace.margin()) {
            entry.fate.complete(new Fate.Expired(entry.lastRefusal));
          } else {
            resendWhenDue(entry);
          }
        }
      }
    }
  }

  private void resendWhenDue(InFlight entry) {
    var now = clock.instant();
    if (entry.stopped
        || now.isBefore(entry.lastSent.plus(pace.resend()))
        || !entry.sending.compareAndSet(false, true)) {
      return;
    }
    entry.lastSent = now;
    Thread.ofVirtual()
        .name("resend")
        .start(() -> {
          try {
            if (entry.maySend.getAsBoolean()) {
              send(entry, true);
            } else {
              entry.stopped = true;
            }
          } catch (LedgerUnavailableException e) {
            // Whether it may be sent cannot be known now; asked again when it is due again.
            return;
          } finally {
            entry.sending.set(false);
          }
        });
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.AccountObserved;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.account.WatchedBot;
import io.quantumvault.signer.lane.LedgerFaultException;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.outbound.Outgoing.Ready;
import io.quantumvault.signer.outbound.PartitionProducer.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one partition publishes: events of the ledger with the marks that cover them, in one
 * transaction of a producer that only the partition's holder can use. So an event that readers see
 * is marked, and a worker that was away can write neither. A crash between a transaction's commit
 * and its answer publishes some events twice: readers go by the number.
 */
public final class PartitionLog implements PostgresLedger.Events, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

  private final int partition;
  private final PartitionProducer producer;
  private final MarkBook marks;
  private final Committed ledger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition acknowledged = lock.newCondition();
  private final Outgoing outgoing = new Outgoing();
  private final Set<String> missed = new HashSet<>();
  private final List<ExecutionRecord> observed = new ArrayList<>();
  private @Nullable Thread thread;
  private long epoch;
  private boolean woken;
  private boolean ended;

  /** The ledger as far as publishing needs it. */
  public interface Committed {
    /** Whether the partition still has this epoch. */
    boolean holds(int partition, long epoch);

    /** The events of a wallet after a number, in order. */
    List<ExecutionEvent> after(String agentWallet, long sequence);
  }

  /** Takes a partition's own producer, not initialised, and the book that is written to. */
  public PartitionLog(
      int partition,
      Supplier<Producer<byte[], byte[]>> producers,
      MarkBook marks,
      Committed ledger) {
    this.partition = partition;
    this.producer = new PartitionProducer(partition, producers);
    this.marks = marks;
    this.ledger = ledger;
  }

  /** Shuts out whoever wrote this partition before. */
  public void takeOver() {
    producer.takeOver();
  }

  /**
   * Starts with what an earlier holder left unpublished.
   *
   * @param heldSince the ledger's epoch of this hold
   */
  public void start(long heldSince, List<LedgerPartitions.End> ends) {
    epoch = heldSince;
    marks.hotMarks().forEach((wallet, mark) -> outgoing.published(wallet, mark.sequence()));
    for (var end : ends) {
      long published = outgoing.published(end.agentWallet());
      if (published == 0) {
        published = end.first() == 0 ? end.last() : end.first() - 1;
        outgoing.published(end.agentWallet(), published);
      }
      if (end.last() > published) {
        ledger.after(end.agentWallet(), published).forEach(e -> outgoing.add(end.agentWallet(), e));
      }
    }
    marks.onChange(this::wake);
    woken = true;
    thread = Thread.ofVirtual().name("log-" + partition).start(this::run);
  }

  @Override
  public void written(String agentWallet, long sequence, ExecutionEvent event) {
    locked(() -> outgoing.add(agentWallet, event));
  }

  @Override
  public void missed(String agentWallet) {
    locked(() -> missed.add(agentWallet));
  }

  /** Tells of a reading; a lost one is made good by the next. */
  public void observed(WatchedBot bot, Reading reading) {
    var grant = bot.grantId() == null ? "" : bot.grantId().toString();
    var record =
        ExecutionRecord.newBuilder()
            .setAccount(
                AccountObserved.newBuilder()
                    .setEnvelope(ExecutionEvents.envelope("", "", reading.observedAt()))
                    .setBotId(bot.botId().toString())
                    .setAgentWallet(bot.agentWallet())
                    .setOwner(bot.owner())
                    .setGrantId(grant)
                    .setAccount(ExecutionEvents.account(reading)))
            .build();
    locked(() -> observed.add(record));
  }

  private void wake() {
    locked(() -> {});
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      woken = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the mark that covers an event is acknowledged.
   *
   * @return whether it is
   */
  public boolean awaitMark(String agentWallet, long sequence, Duration within)
      throws InterruptedException {
    long left = within.toNanos();
    lock.lock();
    try {
      if (!outgoing.knows(agentWallet, sequence)) {
        // Committed by a worker that lost the partition, for example: looked for in the ledger.
        missed.add(agentWallet);
        woken = true;
        work.signal();
      }
      while (outgoing.published(agentWallet) < sequence && !ended && left > 0) {
        left = acknowledged.awaitNanos(left);
      }
      return outgoing.published(agentWallet) >= sequence;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        lock.lock();
        try {
          while (!woken && !ended) {
            work.await();
          }
          if (ended) {
            return;
          }
          woken = false;
        } finally {
          lock.unlock();
        }
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    Batch batch = null;
    try {
      readMissed();
      batch = gather();
      if (!batch.isEmpty()) {
        producer.publish(batch);
        acknowledge(batch);
      }
    } catch (RuntimeException e) {
      // Of whatever kind: nothing else publishes this partition's events.
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", partition)
          .log("Events were not published; trying again");
      putBack(batch);
      Thread.sleep(AFTER_FAILURE);
      recover(e);
    }
  }

  /** Events whose commit's answer was lost are looked for in the ledger. */
  private void readMissed() {
    var wallets = new HashSet<String>();
    lock.lock();
    try {
      wallets.addAll(missed);
      wallets.addAll(outgoing.gaps());
    } finally {
      lock.unlock();
    }
    for (var wallet : wallets) {
      var events = ledger.after(wallet, marks.of(wallet).hot().sequence());
      lock.lock();
      try {
        events.forEach(e -> outgoing.add(wallet, e));
        missed.remove(wallet);
      } finally {
        lock.unlock();
      }
    }
  }

  private Batch gather() {
    // The position first: what comes between the two must not be said to be marked.
    long position = marks.statePosition();
    var standing = marks.takeChanged();
    List<Ready> ready;
    List<ExecutionRecord> readings;
    lock.lock();
    try {
      ready = outgoing.ready();
      readings = List.copyOf(observed);
      observed.clear();
    } finally {
      lock.unlock();
    }
    return new Batch(ready, covering(ready), standing, position, readings);
  }

  /** The marks of these events; those of one wallet come in the order of their numbers. */
  private Map<String, HotMark> covering(List<Ready> events) {
    var hot = new HashMap<String, HotMark>();
    for (var ready : events) {
      var wallet = ready.agentWallet();
      hot.put(wallet, marks.of(wallet).hot().raised(ready.sequence(), 0));
    }
    return hot;
  }

  private void acknowledge(Batch batch) {
    // Never a mark's lock inside this one: the book tells of changes the other way round.
    marks.acknowledged(batch.standing());
    batch.hot().forEach((wallet, mark) -> marks.acknowledged(wallet, mark.sequence(), 0));
    lock.lock();
    try {
      batch.hot().forEach((wallet, mark) -> outgoing.published(wallet, mark.sequence()));
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void putBack(@Nullable Batch batch) {
    if (batch != null) {
      marks.putBack(batch.standing());
      lock.lock();
      try {
        observed.addAll(0, batch.observed());
      } finally {
        lock.unlock();
      }
    }
    wake();
  }

  /**
   * A producer that failed is made anew, but only by the partition's holder: to initialise it shuts
   * out whoever has it.
   */
  private void recover(RuntimeException failure) {
    if (failure instanceof LedgerUnavailableException || failure instanceof LedgerFaultException) {
      return;
    }
    producer.close(Duration.ZERO);
    try {
      if (ledger.holds(partition, epoch)) {
        takeOver();
      }
      // Asked again: whoever took the partition in between has read the marks to an end that must
      // stay it, and makes a producer anew when it finds its own shut out.
      if (!ledger.holds(partition, epoch)) {
        end();
      }
    } catch (RuntimeException e) {
      // The next round fails for want of a producer and comes here again.
      producer.close(Duration.ZERO);
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      work.signal();
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end();
    var running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    producer.close(Duration.ofSeconds(1));
  }
}

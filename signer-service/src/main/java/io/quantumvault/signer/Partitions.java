package io.quantumvault.signer;

import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.inbound.PartitionKeeper;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.lane.IntentDesk;
import io.quantumvault.signer.lane.KeyedLanes;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.signer.lane.OrderDesk;
import io.quantumvault.signer.lane.Tools;
import io.quantumvault.signer.lane.TradeWorker;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.LedgerPartitions;
import io.quantumvault.signer.outbound.MarkReader;
import io.quantumvault.signer.outbound.PartitionLog;
import io.quantumvault.signer.outbound.PostgresLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes partitions. Whoever had a partition before is shut out first, of the ledger and
 * then of Kafka, since whoever loses its producer asks the ledger whether it may make another; then
 * marks and state are read, and only then is anything of it taken up. Rule: the page
 * docs/signer.md, scale.
 */
final class Partitions implements PartitionKeeper, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final Duration RETRY_EVERY = Duration.ofMillis(250);

  private final HeldPartitions held;
  private final Databases databases;
  private final MarkReader marks;
  private final IntFunction<Supplier<Producer<byte[], byte[]>>> producers;
  private final StateFeed state;
  private final AccountWatch watch;
  private final ResumeEvidence resumes;
  private final Tools tools;
  private final LedgerPartitions ledger;

  /** The ledger's database, and the same where a commit does not wait for the disk. */
  record Databases(Database flushed, Database unflushed) implements AutoCloseable {
    @Override
    public void close() {
      flushed.close();
      unflushed.close();
    }
  }

  Partitions(
      HeldPartitions held,
      Databases databases,
      MarkReader marks,
      IntFunction<Supplier<Producer<byte[], byte[]>>> producers,
      StateFeed state,
      AccountWatch watch,
      ResumeEvidence resumes,
      Tools tools) {
    this.held = held;
    this.databases = databases;
    this.marks = marks;
    this.producers = producers;
    this.state = state;
    this.watch = watch;
    this.resumes = resumes;
    this.tools = tools;
    this.ledger = new LedgerPartitions(databases.flushed());
  }

  @Override
  public void assigned(Collection<Integer> partitions) {
    while (true) {
      try {
        open(partitions);
        return;
      } catch (KafkaException | LedgerUnavailableException e) {
        LOG.atWarn().setCause(e).log("Partitions could not be opened; trying again");
        revoked(partitions);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while partitions were opened", e);
    }
  }

  private void open(Collection<Integer> partitions) {
    var books = new TreeMap<Integer, MarkBook>();
    var logs = new HashMap<Integer, PartitionLog>();
    for (int partition : partitions) {
      var book = new MarkBook(resumes, tools.clock());
      books.put(partition, book);
      logs.put(partition, new PartitionLog(partition, producers.apply(partition), book, ledger));
    }
    boolean opened = false;
    try {
      var epochs = partitions.stream().collect(Collectors.toMap(p -> p, ledger::raise));
      takeOver(logs.values());
      marks.read(books);
      books.forEach(
          (partition, book) -> take(partition, epochs.get(partition), book, logs.get(partition)));
      opened = true;
    } finally {
      if (!opened) {
        logs.values().forEach(PartitionLog::close);
      }
    }
    state.follow(
        books.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().startPosition())));
    int resumed = 0;
    for (int partition : partitions) {
      var holding = held.at(partition);
      if (holding != null) {
        resumed += holding.desk().resumeUnfinished(IntentReader::verifiedBefore);
      }
    }
    LOG.atInfo()
        .addKeyValue("partitions", partitions)
        .addKeyValue("resumed", resumed)
        .log("Partitions were opened");
  }

  /** Shuts out whoever had the partitions; the platform's state is read beside. */
  private void takeOver(Collection<PartitionLog> logs) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = new ArrayList<Future<?>>();
      taken.add(threads.submit(state::followPlatform));
      logs.forEach(log -> taken.add(threads.submit(log::takeOver)));
      for (var one : taken) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("a partition's producer could not be initialised", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while partitions were opened", e);
    }
  }

  private void take(
      int partition, @Nullable Long epoch, MarkBook book, @Nullable PartitionLog log) {
    if (epoch == null || log == null) {
      throw new IllegalStateException("no epoch or log of partition " + partition);
    }
    var ends = ledger.ends(partition);
    compare(book, ends);
    var entries =
        new PostgresLedger(databases.flushed(), databases.unflushed(), partition, epoch, book, log);
    var lanes = new KeyedLanes();
    var asking = new KeyedLanes();
    var worker = new TradeWorker(entries, book, tools, log::awaitMark, asking);
    var desk = new IntentDesk(lanes, worker, entries, tools.clock(), tools.settings().retryEvery());
    var orders = new OrderDesk(book, entries, worker, desk, IntentReader::verifiedBefore, tools);
    held.add(partition, new HeldPartition(book, log, worker, desk, lanes, asking, orders));
    log.start(epoch, ends);
  }

  /** Two stores that different people administer: whichever is behind was set back. */
  static void compare(MarkBook book, List<LedgerPartitions.End> ends) {
    Map<String, LedgerPartitions.End> byWallet =
        ends.stream().collect(Collectors.toMap(LedgerPartitions.End::agentWallet, end -> end));
    book.hotMarks()
        .forEach((wallet, mark) -> {
          if (!byWallet.containsKey(wallet)) {
            book.hold(wallet, 0, mark.sequence());
          }
        });
    for (var end : ends) {
      var mark = book.of(end.agentWallet());
      long version = mark.standing() == null ? 0 : mark.standing().version();
      boolean ledgerBehind = end.last() < mark.hot().sequence();
      boolean marksBehind = end.marked() > mark.hot().sequence() || end.markedVersion() > version;
      if (ledgerBehind || marksBehind) {
        LOG.atError()
            .addKeyValue("agentWallet", end.agentWallet())
            .addKeyValue("ledger", end.last())
            .addKeyValue("mark", mark.hot().sequence())
            .log("Ledger and marks contradict each other: nothing is signed for the wallet");
        book.hold(end.agentWallet(), end.last(), mark.hot().sequence());
      }
    }
  }

  @Override
  public void revoked(Collection<Integer> partitions) {
    for (int partition : partitions) {
      var given = held.at(partition);
      if (given != null) {
        // Its marks stay in reach until its last work has ended: without them that work would fail.
        given.close();
        held.remove(partition);
      }
    }
    state.keepOnly(held.statePositions());
    watch.keepOnly(held::holds);
  }

  @Override
  public @Nullable IntentDesk desk(int partition) {
    var holding = held.at(partition);
    return holding == null ? null : holding.desk();
  }

  @Override
  public void close() {
    revoked(held.numbers());
  }
}

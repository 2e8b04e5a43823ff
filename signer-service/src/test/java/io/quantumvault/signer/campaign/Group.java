package io.quantumvault.signer.campaign;

import io.quantumvault.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The consumer group of intents: who holds which partition, from which position. */
final class Group {
  private static final long BOUND_SECONDS = 30;

  private final KafkaModel kafka;
  private final Consumer<Throwable> unexpected;
  private final Map<Integer, Worker> holders = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private final Map<Integer, TreeSet<Long>> passedOver = new HashMap<>();
  private final List<Future<?>> work = new ArrayList<>();

  Group(KafkaModel kafka, Consumer<Throwable> unexpected) {
    this.kafka = kafka;
    this.unexpected = unexpected;
  }

  synchronized @Nullable Worker holder(int partition) {
    return holders.get(partition);
  }

  synchronized Set<Integer> heldBy(Worker worker) {
    var mine = new HashSet<Integer>();
    holders.forEach((p, w) -> {
      if (w == worker) {
        mine.add(p);
      }
    });
    return mine;
  }

  /** Gives partitions to a worker; whoever had them has lost them, whether it knows or not. */
  synchronized void assign(Collection<Integer> partitions, Worker to) {
    if (partitions.isEmpty()) {
      return;
    }
    for (int p : partitions) {
      holders.put(p, to);
      positions.put(p, committed.getOrDefault(p, 0L));
    }
    work.add(to.assigned(List.copyOf(partitions)));
    partitions.forEach(this::pump);
  }

  /** The same, with the position moved past the lowest record that has no row. */
  synchronized void assignPastOne(Collection<Integer> partitions, Worker to) {
    for (int p : partitions) {
      long from = committed.getOrDefault(p, 0L);
      if (kafka.end(at(p)) > from) {
        committed.put(p, from + 1);
        passedOver.computeIfAbsent(p, q -> new TreeSet<>()).add(from);
      }
    }
    assign(partitions, to);
  }

  /** The holder is told to give up what it has; ends when it has. */
  synchronized Future<?> revoke(Worker from) {
    var given = from.revoked(heldBy(from));
    work.add(given);
    return given;
  }

  /** New records go to the partition's holder. */
  synchronized void pump(int partition) {
    var holder = holders.get(partition);
    if (holder == null) {
      return;
    }
    for (var record : kafka.after(at(partition), positions.getOrDefault(partition, 0L))) {
      hand(holder, record);
      positions.put(partition, record.offset() + 1);
    }
  }

  /** The group's position goes back to what was passed over. */
  synchronized void handOutPassedOver() {
    passedOver.forEach((p, offsets) -> {
      var holder = holders.get(p);
      if (holder != null) {
        for (long offset : offsets) {
          hand(holder, kafka.after(at(p), offset).getFirst());
        }
        offsets.clear();
      }
    });
  }

  private void hand(Worker holder, ConsumerRecord<byte[], byte[]> record) {
    work.add(holder.message(record, () -> commit(holder, record)));
  }

  /** Only the holder's positions are taken. */
  private synchronized void commit(Worker by, ConsumerRecord<byte[], byte[]> record) {
    if (holders.get(record.partition()) == by) {
      committed.merge(record.partition(), record.offset() + 1, Math::max);
    }
  }

  private static TopicPartition at(int partition) {
    return new TopicPartition(Topics.INTENTS.name(), partition);
  }

  /** Tells of what went wrong on consumers' threads so far. */
  void check() {
    List<Future<?>> some;
    synchronized (this) {
      some = work.stream().filter(Future::isDone).toList();
      work.removeAll(some);
    }
    some.forEach(this::done);
  }

  private void done(Future<?> future) {
    try {
      future.get(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!killed(e)) {
        unexpected.accept(e);
      }
    } catch (TimeoutException | java.util.concurrent.CancellationException e) {
      if (e instanceof TimeoutException) {
        unexpected.accept(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean killed(Throwable problem) {
    for (var e = problem; e != null; e = e.getCause()) {
      if (e instanceof Killed || e instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }
}

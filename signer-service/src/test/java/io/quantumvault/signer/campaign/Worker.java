package io.quantumvault.signer.campaign;

import io.quantumvault.signer.SignerProcess;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/** One incarnation of a worker: a signer behind its gate, and the thread that consumes for it. */
final class Worker {
  final int index;
  final Gate gate;
  final GatedDatabase database;
  private final SignerProcess process;
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final ExecutorService consuming = Executors.newSingleThreadExecutor();

  Worker(int index, Gate gate, GatedDatabase database, SignerProcess process) {
    this.index = index;
    this.gate = gate;
    this.database = database;
    this.process = process;
  }

  Future<?> assigned(Collection<Integer> partitions) {
    return consuming.submit(
        () -> process.listener().onPartitionsAssigned(consumer, of(partitions)));
  }

  Future<?> revoked(Collection<Integer> partitions) {
    return consuming.submit(
        () -> process.listener().onPartitionsRevokedBeforeCommit(consumer, of(partitions)));
  }

  Future<?> lost(Collection<Integer> partitions) {
    return consuming.submit(() -> process.listener().onPartitionsLost(consumer, of(partitions)));
  }

  Future<?> message(ConsumerRecord<byte[], byte[]> record, Runnable committed) {
    return consuming.submit(() -> {
      gate.live();
      process.listener().onMessage(record, committed::run);
    });
  }

  private static List<TopicPartition> of(Collection<Integer> partitions) {
    return partitions.stream().map(p -> new TopicPartition("intents-v1", p)).toList();
  }

  /** Ends what is left of it; its gate is shut. */
  void bury() {
    gate.kill();
    consuming.shutdownNow();
    process.bury();
  }
}

package io.quantumvault.signer.campaign;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/** A consumer of the model's logs; it hears nothing while its process is paused or dead. */
final class ModelConsumer {
  private final MockConsumer<byte[], byte[]> mock = new MockConsumer<>("earliest");
  private final Map<TopicPartition, Long> copied = new HashMap<>();
  private final KafkaModel model;
  private final Gate gate;
  private volatile boolean called;

  private ModelConsumer(KafkaModel model, Gate gate) {
    this.model = model;
    this.gate = gate;
  }

  @SuppressWarnings("unchecked")
  static Consumer<byte[], byte[]> of(KafkaModel model, Gate gate) {
    var made = new ModelConsumer(model, gate);
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, args) -> {
              try {
                return switch (method.getName()) {
                  case "assign" -> made.assigned((Collection<TopicPartition>) args[0]);
                  case "poll" -> made.polled((Duration) args[0]);
                  case "wakeup" -> made.woken();
                  default -> method.invoke(made.mock, args);
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private boolean assigned(Collection<TopicPartition> partitions) {
    mock.assign(partitions);
    for (var at : partitions) {
      mock.updateBeginningOffsets(Map.of(at, 0L));
      mock.updateEndOffsets(Map.of(at, model.end(at)));
      copied.put(at, 0L);
    }
    return true;
  }

  private ConsumerRecords<byte[], byte[]> polled(Duration timeout) {
    try {
      model.awaitRecords(timeout, () -> called || hasMore());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    called = false;
    if (hears()) {
      copied.replaceAll((at, from) -> {
        var more = model.after(at, from);
        more.forEach(mock::addRecord);
        mock.updateEndOffsets(Map.of(at, from + more.size()));
        return from + more.size();
      });
    }
    return mock.poll(Duration.ZERO);
  }

  private boolean hears() {
    return !gate.isDead() && !gate.isPaused();
  }

  private boolean hasMore() {
    return hears()
        && copied.entrySet().stream().anyMatch(e -> model.end(e.getKey()) > e.getValue());
  }

  private boolean woken() {
    mock.wakeup();
    called = true;
    model.wakeUp();
    return true;
  }
}

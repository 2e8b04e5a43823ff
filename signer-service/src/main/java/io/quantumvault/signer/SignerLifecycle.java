package io.quantumvault.signer;

import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.AdminOrderFeed;
import io.quantumvault.signer.inbound.StateFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * The order of starting: the watches, and then intents, whose partitions bring the platform's
 * state, their marks, their wallets' state and what was left unfinished. Stopping goes the other
 * way.
 */
final class SignerLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SignerLifecycle.class);

  private final FateWatch fates;
  private final StateFeed state;
  private final AccountWatch watch;
  private final Partitions partitions;
  private final AdminOrderFeed orders;
  private final KafkaMessageListenerContainer<byte[], byte[]> intents;
  private volatile boolean running;

  SignerLifecycle(
      FateWatch fates,
      StateFeed state,
      AccountWatch watch,
      Partitions partitions,
      AdminOrderFeed orders,
      KafkaMessageListenerContainer<byte[], byte[]> intents) {
    this.fates = fates;
    this.state = state;
    this.watch = watch;
    this.partitions = partitions;
    this.orders = orders;
    this.intents = intents;
  }

  @Override
  public void start() {
    fates.start();
    watch.start();
    intents.start();
    orders.start();
    running = true;
    LOG.atInfo().log("The signer has started");
  }

  @Override
  public void stop() {
    orders.close();
    intents.stop();
    partitions.close();
    watch.close();
    state.close();
    fates.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}

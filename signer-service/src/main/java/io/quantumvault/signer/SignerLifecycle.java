package io.quantumvault.signer;

import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.lane.IntentDesk;
import io.quantumvault.signer.lane.KeyedLanes;
import io.quantumvault.signer.outbound.ExecutionPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * The order of starting: the watch over what is sent, what an earlier process left unpublished, all
 * state there is, what was left unfinished, and only then new intents. Stopping goes the other way.
 */
final class SignerLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SignerLifecycle.class);

  private final FateWatch fates;
  private final ExecutionPublisher publisher;
  private final StateFeed state;
  private final AccountWatch watch;
  private final IntentDesk desk;
  private final KeyedLanes lanes;
  private final KafkaMessageListenerContainer<byte[], byte[]> intents;
  private volatile boolean running;

  SignerLifecycle(
      FateWatch fates,
      ExecutionPublisher publisher,
      StateFeed state,
      AccountWatch watch,
      IntentDesk desk,
      KeyedLanes lanes,
      KafkaMessageListenerContainer<byte[], byte[]> intents) {
    this.fates = fates;
    this.publisher = publisher;
    this.state = state;
    this.watch = watch;
    this.desk = desk;
    this.lanes = lanes;
    this.intents = intents;
  }

  @Override
  public void start() {
    fates.start();
    publisher.start();
    state.start();
    watch.start();
    int resumed = desk.resumeUnfinished(IntentReader::verifiedBefore);
    intents.start();
    running = true;
    LOG.atInfo().addKeyValue("resumed", resumed).log("The signer has started");
  }

  @Override
  public void stop() {
    intents.stop();
    lanes.close();
    watch.close();
    state.close();
    fates.close();
    publisher.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}

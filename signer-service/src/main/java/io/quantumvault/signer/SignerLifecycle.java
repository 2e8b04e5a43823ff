package io.quantumvault.signer;

import io.quantumvault.signer.account.AccountWatch;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.AdminOrderFeed;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.lane.LedgerFaultException;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.signer.limits.SignedAt;
import io.quantumvault.signer.outbound.LiveGrants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * The order of starting: whether any grant fits what is configured, the watches, and then intents,
 * whose partitions bring the platform's state, their marks, their wallets' state and what was left
 * unfinished. Stopping goes the other way.
 */
final class SignerLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SignerLifecycle.class);

  private final LiveGrants grants;
  private final SignerSettings settings;
  private final FateWatch fates;
  private final StateFeed state;
  private final AccountWatch watch;
  private final Partitions partitions;
  private final AdminOrderFeed orders;
  private final KafkaMessageListenerContainer<byte[], byte[]> intents;
  private volatile boolean running;

  SignerLifecycle(
      LiveGrants grants,
      SignerSettings settings,
      FateWatch fates,
      StateFeed state,
      AccountWatch watch,
      Partitions partitions,
      AdminOrderFeed orders,
      KafkaMessageListenerContainer<byte[], byte[]> intents) {
    this.grants = grants;
    this.settings = settings;
    this.fates = fates;
    this.state = state;
    this.watch = watch;
    this.partitions = partitions;
    this.orders = orders;
    this.intents = intents;
  }

  @Override
  public void start() {
    refuseWhereNoGrantFits();
    fates.start();
    watch.start();
    intents.start();
    orders.start();
    running = true;
    LOG.atInfo().log("The signer has started");
  }

  private void refuseWhereNoGrantFits() {
    try {
      SignedAt.objection(grants.signedAt(), settings.cluster(), settings.signer().domains())
          .ifPresent(objection -> {
            throw new IllegalStateException(objection);
          });
    } catch (LedgerUnavailableException | LedgerFaultException e) {
      // Each trade asks for itself, too; a start does not wait for the database.
      LOG.atWarn().setCause(e).log("Where grants were signed could not be read");
    }
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

package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.order.HoldEnd;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obeys what people order about a partition's wallets, as far as ledger, marks and chain allow. An
 * order that is read again after a restart does nothing twice: it names a hold that has ended, or
 * an intent that has.
 */
public final class OrderDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

  /** How often the ledger is read again for what is on its way; then the wallet stays held. */
  static final int LOOKS = 120;

  private final MarkBook marks;
  private final Ledger ledger;
  private final TradeWorker worker;
  private final IntentDesk desk;
  private final Function<byte[], Intent> reader;
  private final Tools tools;
  private final KeyedLanes lanes = new KeyedLanes();

  /**
   * Takes a partition's marks, ledger, worker and lanes.
   *
   * @param reader reads a payload that was verified before
   */
  public OrderDesk(
      MarkBook marks,
      Ledger ledger,
      TradeWorker worker,
      IntentDesk desk,
      Function<byte[], Intent> reader,
      Tools tools) {
    this.marks = marks;
    this.ledger = ledger;
    this.worker = worker;
    this.desk = desk;
    this.reader = reader;
    this.tools = tools;
  }

  /** Takes an order; what comes of it is published, or logged where nothing changes. */
  public void take(AdminOrder order) {
    lanes.add(order.orderId(), () -> obey(order));
  }

  void obey(AdminOrder order) {
    try {
      switch (order) {
        case AdminOrder.Reconciled reconciled -> reconciled(reconciled);
        case AdminOrder.Resolve resolve -> resolve(resolve);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("orderId", order.orderId()).log("An order was left");
    }
  }

  private void reconciled(AdminOrder.Reconciled order) throws InterruptedException {
    endHold(order);
    // Held or not: rows were put back, or set back, of which no lane knows.
    desk.takeUp(order.agentWallet(), unfinished(), reader);
  }

  private void endHold(AdminOrder.Reconciled order) throws InterruptedException {
    var wallet = order.agentWallet();
    var why = "";
    for (int look = 0; look < LOOKS; look++) {
      switch (look(order)) {
        case HoldEnd.Ends(var hold, var version) -> {
          marks.release(wallet, hold, version);
          LOG.atWarn()
              .addKeyValue("agentWallet", wallet)
              .addKeyValue("orderId", order.orderId())
              .addKeyValue("by", order.by())
              .log("A hold has ended by order");
          return;
        }
        case HoldEnd.Refused(var reason) -> {
          notEnded(order, reason);
          return;
        }
        case HoldEnd.NotYet(var reason) -> why = reason;
      }
      Thread.sleep(tools.settings().retryEvery());
    }
    notEnded(order, why);
  }

  /** The marks first: what the ledger has is then at least as new. */
  private HoldEnd look(AdminOrder.Reconciled order) {
    try {
      var mark = marks.of(order.agentWallet());
      return HoldEnd.of(order, mark, ledger.end(order.agentWallet()));
    } catch (LedgerUnavailableException e) {
      return new HoldEnd.NotYet("the ledger does not answer");
    }
  }

  private static void notEnded(AdminOrder.Reconciled order, String why) {
    LOG.atWarn()
        .addKeyValue("agentWallet", order.agentWallet())
        .addKeyValue("orderId", order.orderId())
        .addKeyValue("why", why)
        .log("No hold has ended by this order");
  }

  private List<Row> unfinished() throws InterruptedException {
    while (true) {
      try {
        return ledger.unfinished();
      } catch (LedgerUnavailableException e) {
        Thread.sleep(tools.settings().retryEvery());
      }
    }
  }

  private void resolve(AdminOrder.Resolve order) throws InterruptedException {
    if (tools.clock().instant().isAfter(order.validUntil())) {
      ignored(order, "it came too late");
      return;
    }
    var row = row(order.intentId());
    if (row == null || !(row.claim() instanceof Claim.OutcomeUnknown unknown)) {
      ignored(order, "the intent's outcome is not unknown");
      return;
    }
    var intent = reader.apply(row.payload());
    if (!intent.agentWallet().equals(order.agentWallet())) {
      ignored(order, "the intent is another wallet's");
      return;
    }
    worker.resolve(intent, row, unknown, order);
  }

  private @Nullable Row row(UUID intentId) throws InterruptedException {
    return unfinished().stream()
        .filter(row -> row.claim().intentId().equals(intentId))
        .findAny()
        .orElse(null);
  }

  private static void ignored(AdminOrder.Resolve order, String why) {
    LOG.atInfo()
        .addKeyValue("intentId", order.intentId())
        .addKeyValue("orderId", order.orderId())
        .addKeyValue("why", why)
        .log("An order changes nothing");
  }

  @Override
  public void close() {
    lanes.close();
  }
}

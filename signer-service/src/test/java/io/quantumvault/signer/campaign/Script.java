package io.quantumvault.signer.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.PlatformLock;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.PlatformState;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.campaign.Gate.Fall;
import io.quantumvault.signer.campaign.Gate.Trap;
import io.quantumvault.signer.campaign.Plan.IntentSpec;
import io.quantumvault.signer.campaign.Plan.Kind;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes happen what a plan says, to the world around a run's signers. */
final class Script {
  private final Run run;
  private final Map<Integer, byte[]> records = new HashMap<>();
  private @Nullable Ban freeze;
  private long platformVersion;

  Script(Run run) {
    this.run = run;
  }

  void happens(Happening what) throws SQLException, InterruptedException {
    switch (what) {
      case Happening.Deliver(int intent) -> deliver(intent);
      case Happening.Again(int intent) -> again(intent);
      case Happening.Pass(var span) -> run.time.pass(span);
      case Happening.Jump(var by) -> run.time.jump(by);
      case Happening.Stop(int wallet, int kind) -> stop(run.wallets.get(wallet), kind);
      case Happening.Revoke(int wallet, int bot) ->
          revoke(run.wallets.get(wallet), run.wallets.get(wallet).bots.get(bot));
      case Happening.Freeze(boolean on) -> freeze(on);
      case Happening.Tell(int wallet) -> run.tell(run.wallets.get(wallet));
      case Happening.PutBack(int wallet, int bot) ->
          run.wallets.get(wallet).putBack(run.control, run.wallets.get(wallet).bots.get(bot));
      case Happening.DeleteStops(int wallet) -> run.wallets.get(wallet).deleteStops(run.control);
      case Happening.Restore(int wallet, var ago) -> restore(run.wallets.get(wallet), ago);
      case Happening.SetTrap(int worker, var trap) -> run.crew.current(worker).gate.arm(trap);
      case Happening.Clash(int wallet) -> clash(run.wallets.get(wallet));
      case Happening.Move move -> move();
      case Happening.KmsAway(int times) -> run.kmsAway.set(times);
      case Happening.CutConnection(int worker, var cut) ->
          run.crew.current(worker).database.cut(cut);
      case Happening.KafkaTrouble(var trouble) -> run.kafka.trouble(trouble);
      case Happening.NodeTurns(int node, var state) -> run.nodes.get(node).state(state);
      case Happening.AwaitEnds() -> run.awaitEnds();
      case Happening.Lands(double oneIn) -> run.chain.landsOneIn(oneIn);
      case Happening.NodeHeals(int node) -> run.nodes.get(node).heal();
    }
  }

  private void deliver(int number) {
    var spec = run.plan.intents().get(number);
    var wallet = run.wallets.get(spec.wallet());
    var payload = payload(wallet, wallet.bots.get(spec.bot()), spec);
    run.delivered.put(UUID.fromString(payload.getIntentId()), wallet.address());
    byte[] record = run.signed(payload);
    records.put(number, record);
    send(wallet, record);
  }

  private void again(int number) {
    var record = records.get(number);
    if (record != null) {
      send(run.wallets.get(run.plan.intents().get(number).wallet()), record);
    }
  }

  private void send(CampaignWallet wallet, byte[] record) {
    run.kafka.append(
        Topics.INTENTS.name(), wallet.partition(), wallet.address().getBytes(UTF_8), record);
    run.group.pump(wallet.partition());
  }

  private TradeIntentPayload payload(CampaignWallet wallet, CampaignBot bot, IntentSpec spec) {
    var now = run.time.wall();
    // Not the stage's rule but the script's: how long a deadline lets the signer try.
    var deadline = now.plusSeconds(spec.deadlineSeconds());
    var signalId = Ids.newId();
    boolean buys = spec.kind() == Kind.ENTRY;
    var payload =
        TradeIntentPayload.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId(Ids.newId().toString())
                    .setOccurredAtMs(deadline.minusSeconds(60).toEpochMilli())
                    .setCorrelationId(signalId.toString()))
            .setIntentId(Ids.intentId(signalId).toString())
            .setSignalId(signalId.toString())
            .setOrigin(IntentOrigin.INTENT_ORIGIN_SIGNAL)
            .setBotId(bot.botId.toString())
            .setAgentWallet(wallet.address())
            .setOwner(wallet.owner())
            .setGrantId(bot.grantId.toString())
            .setPolicyVersion(1)
            .setPolicySha256(ByteString.copyFrom(bot.policy.sha256()))
            .setMarket("SOL-PERP")
            .setDeadlineMs(deadline.toEpochMilli());
    if (spec.kind() == Kind.CANCEL) {
      return payload.setAction(Action.ACTION_CANCEL).build();
    }
    return payload
        .setAction(buys ? Action.ACTION_BUY : Action.ACTION_SELL)
        .setDirection(buys ? Direction.DIRECTION_LONG : Direction.DIRECTION_SHORT)
        .setOrderType(OrderType.ORDER_TYPE_MARKET)
        .setSizeBase(spec.sizeTenths() / 10 + "." + spec.sizeTenths() % 10)
        .setReduceOnly(spec.kind() == Kind.EXIT)
        .setMaxSlippageBps(50)
        .build();
  }

  private void stop(CampaignWallet wallet, int kind) throws SQLException {
    var ban = new Ban("a stop of kind " + kind, wallet.address(), null, kind == 1);
    underLock(
        wallet,
        ban,
        () ->
            wallet.stop(
                run.control,
                new CampaignWallet.StopRow(UUID.randomUUID(), null, kind, run.time.wall())));
  }

  private void revoke(CampaignWallet wallet, CampaignBot bot) throws SQLException {
    if (!bot.ended) {
      var ban = new Ban("a revoke", wallet.address(), bot.botId, false);
      underLock(wallet, ban, () -> wallet.revoke(run.control, bot));
    }
  }

  private interface Change {
    void make() throws SQLException;
  }

  /** The control plane's own way: the lock, what was signed before it, the change, the commit. */
  private void underLock(CampaignWallet wallet, Ban ban, Change change) throws SQLException {
    run.control.setAutoCommit(false);
    wallet.lock(run.control);
    ban.signedBefore.addAll(signed(wallet));
    change.make();
    run.oracle.holds(ban);
    run.control.commit();
    run.control.setAutoCommit(true);
    ban.committed(run.time.steady());
  }

  private Set<UUID> signed(CampaignWallet wallet) throws SQLException {
    return LedgerRow.ofWallet(run.control, wallet.address()).stream()
        .filter(LedgerRow::isSigned)
        .map(LedgerRow::intentId)
        .collect(Collectors.toSet());
  }

  /** Lifts it, too. */
  void freeze(boolean on) throws SQLException {
    if (on == (freeze != null)) {
      return;
    }
    run.control.setAutoCommit(false);
    CampaignWallet.run(run.control, "SELECT pg_advisory_xact_lock(?)", PlatformLock.KEY);
    Set<UUID> signed = new java.util.HashSet<>();
    for (var wallet : run.wallets) {
      signed.addAll(signed(wallet));
    }
    CampaignWallet.run(
        run.control,
        "UPDATE control.platform_state SET frozen = ?, state_version = state_version + 1",
        on);
    var ban = on ? new Ban("a global freeze", null, null, false) : Objects.requireNonNull(freeze);
    if (on) {
      ban.signedBefore.addAll(signed);
      run.oracle.holds(ban);
      freeze = ban;
    } else {
      ban.signedUntilLifted = signed;
      freeze = null;
    }
    run.control.commit();
    run.control.setAutoCommit(true);
    if (on) {
      ban.committed(run.time.steady());
    }
    platformVersion++;
    run.kafka.append(
        Topics.PLATFORM_STATE.name(),
        0,
        "global".getBytes(UTF_8),
        PlatformState.newBuilder()
            .setStateVersion(platformVersion)
            .setFrozen(on)
            .build()
            .toByteArray());
  }

  /** An older copy of one wallet's ledger: what was born since then was never there. */
  private void restore(CampaignWallet wallet, Duration ago) throws SQLException {
    var since = Timestamp.from(run.time.wall().minus(ago));
    run.control.setAutoCommit(false);
    wallet.lock(run.control);
    // Refusals are written without the wallet's lock: none may come between reading and deleting.
    CampaignWallet.run(run.control, "LOCK TABLE ledger.intents, ledger.events IN EXCLUSIVE MODE");
    var rows = LedgerRow.ofWallet(run.control, wallet.address());
    run.oracle.loses(
        wallet.address(),
        rows.stream().filter(row -> row.createdAt().isAfter(since.toInstant())).toList());
    for (var table : java.util.List.of("events", "intents")) {
      CampaignWallet.run(
          run.control,
          "DELETE FROM ledger." + table + " WHERE agent_wallet = ? AND created_at > ?",
          wallet.address(),
          since);
    }
    CampaignWallet.run(
        run.control,
        "UPDATE ledger.wallets w SET last_sequence = e.last, marked_sequence ="
            + " least(marked_sequence, e.last) FROM (SELECT coalesce(max(sequence), 0) AS last FROM"
            + " ledger.events WHERE agent_wallet = ?) e WHERE w.agent_wallet = ?",
        wallet.address(),
        wallet.address());
    run.control.commit();
    run.control.setAutoCommit(true);
  }

  private void clash(CampaignWallet wallet) {
    var holder = run.group.holder(wallet.partition());
    if (holder != null) {
      run.crew.clash();
      holder.gate.arm(new Trap(Edge.SIGN, true, 1, Fall.PAUSE));
    }
  }

  private void move() throws InterruptedException {
    var from = run.crew.current(0);
    var to = run.crew.current(1);
    if (from != to && !from.gate.isPaused() && !from.gate.isDead() && !to.gate.isPaused()) {
      run.move(from, to);
    }
  }

  /** Faults stop; what owners and staff did stays, but for a freeze of everything. */
  void heal() throws SQLException {
    run.heal();
    freeze(false);
    run.wallets.forEach(run::tell);
  }
}

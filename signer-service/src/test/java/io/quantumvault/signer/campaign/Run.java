package io.quantumvault.signer.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.SignerProcess;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.campaign.Gate.Fall;
import io.quantumvault.signer.campaign.Gate.Trap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One run: its signers, what is outside of them, and the script that happens to them. */
final class Run implements Gate.Watcher, AutoCloseable {
  private static final int IDLE_LOOKS = 6;
  private static final long LOOK_MS = 1;
  private static final int MOST_ROUNDS = 1_000;
  private static final int TAKE_OVER_EVERY = 150;

  final Plan plan;
  final DrivenTime time;
  final List<CampaignWallet> wallets = new ArrayList<>();
  final Oracle oracle;
  final KafkaModel kafka;
  final Group group;
  final ChainTruth chain;
  final List<ModelNode> nodes = new ArrayList<>();
  final Connection control;
  final Map<UUID, String> delivered = new HashMap<>();
  final AtomicInteger kmsAway = new AtomicInteger();
  private final World world;
  private final OwnThread admin;
  private final Random choices;
  private final Random pace;
  private final AtomicLong edges = new AtomicLong();
  private final AtomicInteger statusesInARow = new AtomicInteger();
  private final BlockingQueue<Sprung> sprung = new LinkedBlockingQueue<>();
  private final List<Worker> current = new ArrayList<>();
  private final Set<Worker> all = new LinkedHashSet<>();
  private final List<Asleep> asleep = new ArrayList<>();
  private final Set<Gate> wantLocks = ConcurrentHashMap.newKeySet();
  private boolean clashing;

  private record Sprung(Gate gate, Trap trap) {}

  /** Wakes at so many edges, or when this gate's signer wants the locks. */
  private record Asleep(
      Worker worker, Collection<Integer> lost, long wakesAt, @Nullable Gate until) {}

  Run(World world, Plan plan) {
    this.world = world;
    this.plan = plan;
    this.time = new DrivenTime(plan.start());
    this.choices = new Random(plan.seed() ^ 0x51);
    this.pace = new Random(plan.seed() ^ 0x52);
    this.admin = world.oracle;
    this.control = world.control;
    this.oracle = new Oracle(admin, wallets);
    this.kafka = new KafkaModel(oracle::appended);
    this.group = new Group(kafka, e -> oracle.breaks("a consumer failed: " + e));
    this.chain = new ChainTruth(time, new Random(plan.seed() ^ 0x53), oracle);
    chain.landsOneIn(plan.landsOneIn());
    for (int i = 0; i < plan.nodeLags().size(); i++) {
      nodes.add(new ModelNode("node " + i, plan.nodeLags().get(i)));
    }
  }

  /** Runs the script, lets all come to rest, and says what is broken. */
  List<String> run() throws Exception {
    begin();
    var script = new Script(this);
    for (var item : plan.script()) {
      if (!oracle.broken().isEmpty()) {
        return oracle.broken();
      }
      awaitEdges(item.afterEdges());
      settle();
      script.happens(item.what());
    }
    settle();
    script.heal();
    rest();
    all.forEach(worker -> Thread.ofVirtual().start(worker::bury));
    oracle.judge(chain, delivered);
    return oracle.broken();
  }

  private void begin() throws SQLException {
    var issued = plan.start().minusSeconds(1);
    for (var terms : plan.wallets()) {
      var wallet = new CampaignWallet(world.wrapping, terms, issued);
      wallet.insert(control, issued);
      wallet.fund(chain);
      wallets.add(wallet);
      tell(wallet);
    }
    for (int i = 0; i < plan.workers(); i++) {
      current.add(worker(i));
    }
    for (int partition : partitions()) {
      group.assign(List.of(partition), current.get(plan.split() ? partition % plan.workers() : 0));
    }
  }

  Set<Integer> partitions() {
    var all = new LinkedHashSet<Integer>();
    wallets.forEach(wallet -> all.add(wallet.partition()));
    return all;
  }

  void tell(CampaignWallet wallet) {
    kafka.append(
        Topics.EXECUTION_STATE.name(),
        wallet.partition(),
        wallet.address().getBytes(UTF_8),
        wallet.snapshot());
  }

  Worker worker(int index) {
    var gate = new Gate("worker " + index + "." + all.size(), time, this);
    var database = new GatedDatabase(world.connections, gate, oracle);
    var consumers = kafka.consumers(gate);
    var process =
        new SignerProcess(
            new SignerProcess.Outside(
                new ChainView(chain, nodes, gate, new Random(plan.seed() + all.size()), oracle),
                (name, context, wrapped) -> {
                  gate.before(Edge.UNWRAP);
                  if (kmsAway.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    time.pass(Duration.ofMillis(500));
                    throw new KmsUnavailable("no answer");
                  }
                  var key = world.unwrapping.unwrap(name, context, wrapped);
                  gate.after(Edge.UNWRAP);
                  return key;
                },
                database,
                partition -> () -> kafka.producer(gate, partition),
                () -> ModelConsumer.of(kafka, gate),
                consumers,
                gate.wall(),
                gate.steady(),
                world.stageKeys));
    var made = new Worker(index, gate, database, process);
    all.add(made);
    return made;
  }

  Worker current(int index) {
    return current.get(index % current.size());
  }

  byte[] signed(TradeIntentPayload payload) {
    return TestIntents.signed(payload, world.stage).toByteArray();
  }

  /** No fault is left; whoever stood still goes on. */
  void heal() {
    all.forEach(worker -> worker.gate.disarm());
    nodes.forEach(ModelNode::heal);
    kmsAway.set(0);
    kafka.trouble(KafkaModel.Trouble.NONE);
    settle();
    wakeSome(true);
  }

  private void restart(Worker dead) {
    current.set(dead.index, worker(dead.index));
  }

  boolean chance(int oneIn) {
    return choices.nextInt(oneIn) == 0;
  }

  @Override
  public void passed(Gate gate, Edge edge) {
    edges.incrementAndGet();
    long most =
        switch (edge) {
          case STATUS -> statusesInARow.incrementAndGet() > IDLE_LOOKS ? 400 : 5;
          case ACCOUNTS, BLOCKHASH, SEND, UNWRAP -> 40;
          default -> 4;
        };
    if (edge != Edge.STATUS) {
      statusesInARow.set(0);
    }
    synchronized (pace) {
      time.pass(Duration.ofMillis(1 + pace.nextInt((int) most)));
    }
  }

  @Override
  public void reached(Gate gate, Edge edge) {
    if (edge == Edge.LOCK) {
      wantLocks.add(gate);
    }
  }

  @Override
  public void sprung(Gate gate, Trap trap) {
    sprung.add(new Sprung(gate, trap));
  }

  void clash() {
    clashing = true;
  }

  /** Until so many edges were passed, or nothing moves: then only time does. */
  private void awaitEdges(int count) throws InterruptedException {
    long target = edges.get() + count;
    long last = -1;
    int still = 0;
    while (edges.get() < target && still < IDLE_LOOKS) {
      long now = edges.get();
      still = now == last ? still + 1 : 0;
      last = now;
      var event = sprung.poll(LOOK_MS, java.util.concurrent.TimeUnit.MILLISECONDS);
      if (event != null) {
        fell(event);
        still = 0;
      }
      wakeSome(false);
    }
    if (still >= IDLE_LOOKS) {
      time.pass(Duration.ofMillis(100));
    }
  }

  /** In good order: the one gives up before the other gets, unless it falls meanwhile. */
  void move(Worker from, Worker to) throws InterruptedException {
    var given = group.revoke(from);
    while (!given.isDone()) {
      awaitEdges(1);
    }
    group.assign(group.heldBy(from), to);
  }

  /** Deals with whoever fell. */
  void settle() {
    for (var event = sprung.poll(); event != null; event = sprung.poll()) {
      fell(event);
    }
    group.check();
  }

  private void fell(Sprung event) {
    var worker = all.stream().filter(w -> w.gate == event.gate()).findFirst().orElseThrow();
    if (event.trap().fall() == Fall.KILL) {
      var held = group.heldBy(worker);
      Thread.ofVirtual().start(worker::bury);
      restart(worker);
      group.assign(held, successor(worker));
    } else {
      slept(worker);
    }
  }

  private void slept(Worker worker) {
    var held = group.heldBy(worker);
    long wakesAt = edges.get() + 1 + choices.nextInt(150);
    Gate until = null;
    if (clashing && !held.isEmpty()) {
      clashing = false;
      var next = successor(worker);
      group.assignPastOne(held, next);
      wantLocks.remove(next.gate);
      until = next.gate;
      wakesAt = edges.get() + 1000;
    } else if (!chance(5)) {
      group.assign(held, successor(worker));
    } else {
      held = Set.of();
    }
    asleep.add(new Asleep(worker, held, wakesAt, until));
  }

  /** Another worker, or, where there is none, one started in its place. */
  private Worker successor(Worker fallen) {
    var others = current.stream().filter(w -> w != fallen && !w.gate.isPaused()).toList();
    if (!others.isEmpty() && !(others.size() > 1 && chance(2))) {
      return others.getFirst();
    }
    if (current.get(fallen.index) == fallen) {
      restart(fallen);
    }
    return current.get(fallen.index);
  }

  /** A woken one goes on until its consumer hears what it has lost. */
  void wakeSome(boolean everybody) {
    for (var one : List.copyOf(asleep)) {
      if (everybody || edges.get() >= one.wakesAt() || wantsLocks(one.until())) {
        asleep.remove(one);
        one.worker().gate.wake();
        if (!one.lost().isEmpty()) {
          var _ = one.worker().lost(one.lost());
        }
      }
    }
  }

  private boolean wantsLocks(@Nullable Gate gate) {
    return gate != null && wantLocks.contains(gate);
  }

  /** Time goes on until every intent has its end and everything was told. */
  private void rest() throws Exception {
    for (int round = 1; oracle.broken().isEmpty() && !atRest(); round++) {
      if (round > MOST_ROUNDS) {
        oracle.breaks("all faults are over, and it does not come to rest");
        return;
      }
      if (round % TAKE_OVER_EVERY == 0) {
        takeOver();
      }
      awaitEdges(50);
      settle();
      group.handOutPassedOver();
      time.pass(Duration.ofMillis(100));
    }
  }

  /** A fresh worker asks at once for what an old one asks for ever more rarely. */
  private void takeOver() {
    var fresh = worker(0);
    for (var worker : List.copyOf(all)) {
      if (worker != fresh && !group.heldBy(worker).isEmpty()) {
        worker.gate.kill();
      }
    }
    group.assign(partitions(), fresh);
    current.set(0, fresh);
  }

  private boolean atRest() {
    for (var wallet : wallets) {
      var rows = rows(wallet);
      if (!rows.stream().allMatch(LedgerRow::isEnded)) {
        return false;
      }
      var ended = rows.stream().map(LedgerRow::intentId).toList();
      boolean complete =
          delivered.entrySet().stream()
              .filter(e -> e.getValue().equals(wallet.address()))
              .allMatch(e -> ended.contains(e.getKey()) || oracle.isLost(e.getKey()));
      if (!complete
          || (!oracle.isRestored(wallet.address())
              && oracle.published(wallet.address()) < lastSequence(wallet))) {
        return false;
      }
    }
    return true;
  }

  /** How many intents ended how, and how many workers it took. */
  String summary() {
    var ends = new java.util.TreeMap<String, Integer>();
    for (var wallet : wallets) {
      rows(wallet)
          .forEach(row ->
              ends.merge(
                  row.reason().isEmpty() || row.isSigned() ? row.state() : row.reason(),
                  1,
                  Integer::sum));
    }
    return all.size() + " workers, " + edges.get() + " edges, " + ends;
  }

  private long lastSequence(CampaignWallet wallet) {
    return admin.ask(c -> {
      try (var s =
          c.prepareStatement("SELECT last_sequence FROM ledger.wallets WHERE agent_wallet = ?")) {
        s.setString(1, wallet.address());
        try (var row = s.executeQuery()) {
          return row.next() ? row.getLong(1) : 0;
        }
      }
    });
  }

  private List<LedgerRow> rows(CampaignWallet wallet) {
    return admin.ask(c -> LedgerRow.ofWallet(c, wallet.address()));
  }

  /** Leaves nothing in the ledger that another test would take up. */
  @Override
  public void close() throws SQLException {
    all.forEach(worker -> worker.gate.kill());
    for (var wallet : wallets) {
      for (var table : List.of("events", "intents", "bots", "wallets")) {
        CampaignWallet.run(
            control,
            "DELETE FROM ledger." + table + " WHERE agent_wallet = ?",
            Objects.requireNonNull(wallet.address()));
      }
    }
  }
}

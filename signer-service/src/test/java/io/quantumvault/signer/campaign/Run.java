package io.quantumvault.signer.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.TestIntents;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One run: its signers, what is outside of them, and the script that happens to them. */
final class Run implements AutoCloseable {
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
  final Crew crew;
  private final World world;
  private final OwnThread admin;
  private final Random pace;
  private final AtomicLong edges = new AtomicLong();
  private final AtomicInteger statusesInARow = new AtomicInteger();

  Run(World world, Plan plan) {
    this.world = world;
    this.plan = plan;
    this.time = new DrivenTime(plan.start());
    this.pace = new Random(plan.seed() ^ 0x52);
    this.admin = world.oracle;
    this.control = world.control;
    this.oracle = new Oracle(admin, wallets);
    this.kafka = new KafkaModel(record -> oracle.published().appended(record));
    this.group = new Group(kafka, e -> oracle.breaks("a consumer failed: " + e));
    this.chain = new ChainTruth(time, new Random(plan.seed() ^ 0x53), oracle);
    chain.landsOneIn(plan.landsOneIn());
    this.crew = new Crew(this, world);
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
      crew.settle();
      script.happens(item.what());
    }
    crew.settle();
    script.heal();
    rest();
    crew.bury();
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
    crew.begin();
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

  long edges() {
    return edges.get();
  }

  byte[] signed(TradeIntentPayload payload) {
    return TestIntents.signed(payload, world.stage).toByteArray();
  }

  /** No fault is left; whoever stood still goes on. */
  void heal() {
    crew.disarm();
    nodes.forEach(ModelNode::heal);
    kmsAway.set(0);
    kafka.trouble(KafkaModel.Trouble.NONE);
    crew.settle();
    crew.wakeSome(true);
  }

  /** Time passes with each edge, more where all there is to do is to wait. */
  void passed(Edge edge) {
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

  /** Until so many edges were passed, or nothing moves: then only time does. */
  private void awaitEdges(int count) throws InterruptedException {
    long target = edges.get() + count;
    long last = -1;
    int still = 0;
    while (edges.get() < target && still < IDLE_LOOKS) {
      long now = edges.get();
      still = now == last ? still + 1 : 0;
      last = now;
      if (crew.look(LOOK_MS)) {
        still = 0;
      }
    }
    if (still >= IDLE_LOOKS) {
      time.pass(Duration.ofMillis(100));
    }
  }

  /** In good order: the one gives up before the other gets, unless it falls meanwhile. */
  void move(Worker from, Worker to) throws InterruptedException {
    var given = group.revoke(from);
    for (int look = 0; !given.isDone(); look++) {
      awaitEdges(1);
      crew.settle();
      if (look > MOST_ROUNDS) {
        crew.wakeSome(true); // who stands still gives nothing up, and nobody else moves
      }
    }
    group.assign(group.heldBy(from), to);
  }

  /** Time goes on until every intent has its end and everything was told. */
  private void rest() throws Exception {
    for (int round = 1; oracle.broken().isEmpty() && !atRest(); round++) {
      if (round > MOST_ROUNDS) {
        oracle.breaks("all faults are over, and it does not come to rest");
        return;
      }
      if (round % TAKE_OVER_EVERY == 0) {
        crew.takeOver();
      }
      awaitEdges(50);
      crew.settle();
      group.handOutPassedOver();
      time.pass(Duration.ofMillis(100));
    }
  }

  /** As rest, but nobody takes anything over. */
  void awaitEnds() throws InterruptedException {
    while (oracle.broken().isEmpty() && !atRest()) {
      awaitEdges(20);
      crew.settle();
    }
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
              && oracle.published().last(wallet.address()) < lastSequence(wallet))) {
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
    return crew.size() + " workers, " + edges.get() + " edges, " + ends;
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
    crew.kill();
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

package io.quantumvault.signer;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.chain.ComputeUnits;
import io.quantumvault.signer.chain.PriorityFees;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.lane.IntentDesk;
import io.quantumvault.signer.lane.KeyedLanes;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.signer.lane.OrderDesk;
import io.quantumvault.signer.lane.Tools;
import io.quantumvault.signer.lane.TradeSettings;
import io.quantumvault.signer.lane.TradeWorker;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.Snapshot;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.LedgerPartitions;
import io.quantumvault.signer.outbound.PostgresLedger;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.SignatureHints;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One worker's hold on one partition, on the real ledger and a chain made for the test, without
 * Kafka: every event is marked as soon as it is committed, unless the test says otherwise.
 */
final class TestSigner implements AutoCloseable {
  /** None that Kafka has: no service that is tried on the same platform takes it up. */
  static final int PARTITION = 99;

  private static final Duration FATE_WITHIN = Duration.ofSeconds(45);

  /** On a clock that stands still no blockhash serves twice. */
  private static final Duration ALWAYS = Duration.ofNanos(-1);

  private final Database database;
  private final FateWatch fates;
  private final KeyedLanes lanes = new KeyedLanes();
  private final KeyedLanes asking = new KeyedLanes();
  final LedgerPartitions partitions;
  final PostgresLedger ledger;
  final MarkBook marks;
  final PlatformMark platformMark = new PlatformMark();
  final TradeWorker worker;
  final OrderDesk orders;
  private final Tools tools;
  private volatile boolean marking = true;
  private volatile boolean dying;

  TestSigner(Platform platform, Chain chain, KeyUnwrapping kms, InstantSource clock)
      throws IOException {
    this(platform, chain, kms, clock, null);
  }

  /** A worker with the marks of another one, as the next holder of a partition reads them. */
  TestSigner(
      Platform platform,
      Chain chain,
      KeyUnwrapping kms,
      InstantSource clock,
      @Nullable MarkBook inherited)
      throws IOException {
    this(platform, platform.postgres().jdbcUrl(), chain, kms, clock, inherited);
  }

  /** A worker that reaches the ledger by another way. */
  TestSigner(
      Platform platform,
      String jdbcUrl,
      Chain chain,
      KeyUnwrapping kms,
      InstantSource clock,
      @Nullable MarkBook inherited)
      throws IOException {
    database = new Database(pool(platform, jdbcUrl));
    partitions = new LedgerPartitions(database);
    var resumes = new ResumeEvidence(Set.of(TestOwner.DOMAIN));
    marks = inherited == null ? new MarkBook(resumes, clock) : inherited;
    ledger =
        new PostgresLedger(
            database,
            database,
            PARTITION,
            partitions.raise(PARTITION),
            marks,
            new PostgresLedger.Events() {
              @Override
              public void written(String agentWallet, long sequence, ExecutionEvent event) {
                if (marking) {
                  marks.acknowledged(agentWallet, sequence, 0);
                }
              }

              @Override
              public void missed(String agentWallet) {}
            });
    fates =
        new FateWatch(
            chain,
            SignatureHints.NONE,
            clock,
            new FateWatch.Pace(
                Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(10), FATE_WITHIN));
    tools =
        new Tools(
            new StandingCheck(resumes, platformMark),
            new GrantEvidence(Set.of(TestOwner.DOMAIN), "localnet"),
            new AccountReader(chain, marks::opening, clock),
            Map.of("paper", new DriftVenue()),
            new Blockhashes(
                chain, clock, new Blockhashes.Age(ALWAYS, ALWAYS, Duration.ofSeconds(5))),
            new PriorityFees(chain, clock, 75, 1000),
            new ComputeUnits(
                chain,
                clock,
                new ComputeUnits.Bounds(400_000, 400_000, 300, Duration.ofMinutes(10))),
            new TradeSigner(kms),
            fates,
            new TradeSettings(
                Duration.ofSeconds(10),
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                FATE_WITHIN),
            clock);
    worker =
        new TradeWorker(
            ledger,
            marks,
            tools,
            (wallet, sequence, within) -> {
              if (dying) {
                throw new InterruptedException("killed before sending");
              }
              return marks.of(wallet).hot().sequence() >= sequence;
            },
            asking);
    var desk = new IntentDesk(lanes, worker, ledger, clock, tools.settings().retryEvery());
    orders = new OrderDesk(marks, ledger, worker, desk, IntentReader::verifiedBefore, tools);
    fates.start();
  }

  private static HikariDataSource pool(Platform platform, String jdbcUrl) throws IOException {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(jdbcUrl);
    pool.setUsername(DatabaseRole.SIGNER.roleName());
    pool.setPassword(
        Files.readString(platform.postgres().passwordFile(DatabaseRole.SIGNER)).strip());
    pool.setMaximumPoolSize(4);
    pool.setAutoCommit(false);
    return pool;
  }

  /** Whether Kafka acknowledges marks. */
  void marking(boolean acknowledges) {
    marking = acknowledges;
  }

  /** The worker dies where the first sending would be. */
  void diesBeforeSending() {
    dying = true;
  }

  /** Takes the first snapshot of an owner's wallet: nothing is signed before it. */
  void sees(TestOwner owner) {
    sees(owner, 1, List.of());
  }

  /** Takes a snapshot. */
  void sees(TestOwner owner, long version, List<Snapshot.Stop> stops) {
    sees(owner, version, stops, Map.of());
  }

  /** Takes a snapshot that names ended grants. */
  void sees(TestOwner owner, long version, List<Snapshot.Stop> stops, Map<UUID, Instant> ended) {
    var grant = owner.grant();
    var live =
        ended.containsKey(owner.grantId())
            ? null
            : new LiveGrant(owner.grantId(), grant.expiresAt());
    marks.raise(
        new Snapshot(
            owner.agentWallet(),
            owner.address(),
            "localnet",
            version,
            List.of(new Snapshot.Bot(owner.botId(), live, live == null ? 0 : 1, ended)),
            stops));
  }

  /** The unfinished rows of an owner. */
  List<Row> unfinished(TestOwner owner) {
    return ledger.unfinished().stream()
        .filter(row ->
            IntentReader.verifiedBefore(row.payload()).agentWallet().equals(owner.agentWallet()))
        .toList();
  }

  /** Takes up what an earlier worker left, one after the other. */
  void resumeUnfinished(TestOwner owner) throws InterruptedException {
    for (var row : unfinished(owner)) {
      worker.resume(IntentReader.verifiedBefore(row.payload()), row);
    }
  }

  @Override
  public void close() {
    orders.close();
    lanes.close();
    asking.close();
    fates.close();
    database.close();
  }
}

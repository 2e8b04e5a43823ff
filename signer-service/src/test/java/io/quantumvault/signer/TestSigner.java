package io.quantumvault.signer;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.DayOpenings;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.lane.Planner;
import io.quantumvault.signer.lane.TradeSettings;
import io.quantumvault.signer.lane.TradeWorker;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.ResumeEvidence;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.message.TradeMessage.Budget;
import io.quantumvault.signer.outbound.Database;
import io.quantumvault.signer.outbound.PostgresClaimStore;
import io.quantumvault.signer.outbound.PostgresMarks;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.SignatureHints;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** One worker on the real ledger and a chain made for the test, without Kafka. */
final class TestSigner implements AutoCloseable {
  private final Database database;
  private final FateWatch fates;
  final PostgresClaimStore ledger;
  final PostgresMarks marks;
  final PlatformMark platformMark = new PlatformMark();
  final TradeWorker worker;

  TestSigner(Platform platform, Chain chain, KeyUnwrapping kms, InstantSource clock)
      throws IOException {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(platform.postgres().jdbcUrl());
    pool.setUsername(DatabaseRole.SIGNER.roleName());
    pool.setPassword(
        Files.readString(platform.postgres().passwordFile(DatabaseRole.SIGNER)).strip());
    pool.setMaximumPoolSize(4);
    pool.setAutoCommit(false);
    database = new Database(pool);
    ledger = new PostgresClaimStore(database, platformMark, () -> {});
    marks = new PostgresMarks(database);
    var blockhashes = new Blockhashes(chain, clock, Blockhashes.Age.STANDARD);
    fates =
        new FateWatch(
            chain,
            SignatureHints.NONE,
            clock,
            new FateWatch.Pace(
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                Duration.ofSeconds(45)));
    var standings = new StandingCheck(new ResumeEvidence(Set.of(TestOwner.DOMAIN)));
    var accounts = new AccountReader(chain, new DayOpenings(marks), clock);
    Map<String, Venue> venues = Map.of("paper", new DriftVenue());
    worker =
        new TradeWorker(
            ledger,
            standings,
            new Planner(
                new GrantEvidence(Set.of(TestOwner.DOMAIN), "localnet"),
                standings,
                accounts,
                venues,
                ledger,
                50),
            blockhashes,
            new TradeSigner(kms),
            fates,
            accounts,
            venues,
            new TradeSettings(
                new Budget(400_000, 1000), 50, Duration.ofMillis(20), Duration.ofSeconds(5)),
            clock);
    fates.start();
  }

  /** Takes up what an earlier worker left, one after the other. */
  void resumeUnfinished(TestOwner owner) throws InterruptedException {
    for (var row : ledger.unfinished()) {
      var intent = IntentReader.verifiedBefore(row.payload());
      if (intent.agentWallet().equals(owner.agentWallet())) {
        worker.resume(intent, row.claim());
      }
    }
  }

  @Override
  public void close() {
    fates.close();
    database.close();
  }
}

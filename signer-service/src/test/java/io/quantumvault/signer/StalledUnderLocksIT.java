package io.quantumvault.signer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.schemas.PlatformLock;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker stands still inside the signing transaction, its locks taken: nobody who needs them
 * waits for longer than the contract says, and the worker signs nothing when it goes on.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledUnderLocksIT {
  /** A stop answers within it: owner-protocol.md. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);

  private static Platform platform;
  private static FileKeyManagement unwrapping;
  private static FileKeyManagement wrapping;

  private final FakeChain chain = new FakeChain();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private TestOwner owner;
  private StallingClock clock;
  private TestSigner signer;

  @BeforeAll
  static void start() throws Exception {
    platform = Platform.startTemporary();
    Path keys = Files.createTempDirectory("keys");
    FileKmsKeys.create(KeyName.EXECUTION, 1, keys.resolve("signer"), keys.resolve("control"));
    unwrapping = FileKeyManagement.open(keys.resolve("signer"));
    wrapping = FileKeyManagement.open(keys.resolve("control"));
  }

  @BeforeEach
  void makeOwner() throws Exception {
    owner = new TestOwner(wrapping);
    try (var c = admin()) {
      owner.insert(c);
    }
    owner.fund(chain, 5000);
    clock = new StallingClock(owner.issuedAt().plusSeconds(1));
    chain.by(clock);
    signer = new TestSigner(platform, chain, unwrapping, clock);
    signer.sees(owner);
  }

  @AfterEach
  void close() {
    clock.goesOn.countDown();
    threads.close();
    signer.close();
  }

  private static Connection admin() throws SQLException {
    return platform.postgres().connect(DatabaseRole.MIGRATOR);
  }

  /** Stands still where the thread that it waits for asks it with the wallet's lock in hand. */
  private static final class StallingClock implements InstantSource {
    final CountDownLatch stalled = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);
    private final Instant now;
    private volatile @Nullable Thread victim;

    StallingClock(Instant now) {
      this.now = now;
    }

    void stallsHere() {
      victim = Thread.currentThread();
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread() == victim && theSignerHoldsTheWalletsLock()) {
        victim = null;
        stalled.countDown();
        try {
          goesOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return now;
    }

    private static boolean theSignerHoldsTheWalletsLock() {
      try (var c = admin();
          var s =
              c.prepareStatement(
                  "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                      + " WHERE l.granted AND l.mode = 'RowShareLock' AND a.usename = ?"
                      + " AND l.relation = 'control.wallet_lock'::regclass")) {
        s.setString(1, DatabaseRole.SIGNER.roleName());
        try (var row = s.executeQuery()) {
          row.next();
          return row.getInt(1) > 0;
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aRevokeIsAnsweredInTime() throws Exception {
    stall(c -> owner.revoke(c));
    assertThat(state()).isEqualTo("REFUSED GRANT_MISSING");
  }

  @Test
  void aGlobalFreezeIsAnsweredInTime() throws Exception {
    try {
      stall(c -> {
        TestOwner.run(c, "SELECT pg_advisory_xact_lock(" + PlatformLock.KEY + ")");
        TestOwner.run(c, "UPDATE control.platform_state SET frozen = true");
      });
      assertThat(state()).isEqualTo("REFUSED GLOBAL_FREEZE");
    } finally {
      try (var c = admin()) {
        TestOwner.run(c, "UPDATE control.platform_state SET frozen = false");
      }
    }
  }

  @Test
  void anAssignmentIsAnsweredInTime() throws Exception {
    stall(c -> signer.partitions.raise(TestSigner.PARTITION));
    assertThat(state()).isEqualTo("none");
  }

  private interface Change {
    void apply(Connection c) throws SQLException;
  }

  /** The change is made while the worker stands still; then the worker goes on. */
  private void stall(Change change) throws Exception {
    Future<Boolean> trade =
        threads.submit(() -> {
          clock.stallsHere();
          signer.worker.process(
              IntentReader.verifiedBefore(TestIntents.buy(owner, "1").build().toByteArray()),
              new Source("intents-v1", TestSigner.PARTITION, 1),
              () -> {});
          return true;
        });
    clock.stalled.await();
    long began = System.nanoTime();
    try (var c = admin()) {
      c.setAutoCommit(false);
      // So that a lock which is never given fails this test soon.
      TestOwner.run(c, "SET LOCAL lock_timeout = '10s'");
      change.apply(c);
      c.commit();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ANSWERED_WITHIN);
    clock.goesOn.countDown();
    assertThat(trade.get()).isTrue();
    assertThat(chain.sent()).isEmpty();
  }

  /** Of the one intent of the owner. */
  private String state() throws SQLException {
    try (var c = admin();
        var s =
            c.prepareStatement(
                "SELECT state || ' ' || coalesce(reason, '') FROM ledger.intents"
                    + " WHERE agent_wallet = ?")) {
      s.setString(1, owner.agentWallet());
      try (var row = s.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }
}

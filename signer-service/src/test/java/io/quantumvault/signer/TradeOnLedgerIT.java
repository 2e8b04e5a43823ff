package io.quantumvault.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.PlatformLock;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.marks.Snapshot;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.outbound.LedgerPartitions;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A trade on the real ledger, with keys of the real hierarchy and a clock that the test moves. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TradeOnLedgerIT {
  private static final Source SOURCE = new Source("intents-v1", TestSigner.PARTITION, 1);
  private static final Duration STEP = Duration.ofMillis(20);

  private static Platform platform;
  private static FileKeyManagement unwrapping;
  private static FileKeyManagement wrapping;

  private final FakeChain chain = new FakeChain();
  private TestOwner owner;
  private TestClock clock;
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
    clock = new TestClock(owner.issuedAt().plusSeconds(1));
    chain.by(clock);
    signer = new TestSigner(platform, chain, unwrapping, clock);
    signer.sees(owner);
  }

  @AfterEach
  void close() {
    signer.close();
  }

  private static Connection admin() throws SQLException {
    return platform.postgres().connect(DatabaseRole.MIGRATOR);
  }

  private Intent intent(TradeIntentPayload.Builder payload) {
    return IntentReader.verifiedBefore(payload.build().toByteArray());
  }

  private Intent buy(String size) {
    return intent(TestIntents.buy(owner, size));
  }

  private void process(Intent intent) throws InterruptedException {
    signer.worker.process(intent, SOURCE, () -> {});
  }

  private List<ExecutionRecord> events() throws Exception {
    var events = new ArrayList<ExecutionRecord>();
    try (var c = admin();
        var s =
            c.prepareStatement(
                "SELECT payload, sequence FROM ledger.events WHERE agent_wallet = ? ORDER BY"
                    + " sequence")) {
      s.setString(1, owner.agentWallet());
      try (var row = s.executeQuery()) {
        while (row.next()) {
          assertThat(row.getLong(2)).as("no number is left out").isEqualTo(events.size() + 1L);
          events.add(ExecutionRecord.parseFrom(row.getBytes(1)));
        }
      }
    }
    return events;
  }

  private List<KindCase> kinds() throws Exception {
    return events().stream().map(e -> e.getExecution().getKindCase()).toList();
  }

  private String reason() throws Exception {
    return events().getLast().getExecution().getRefused().getReason();
  }

  private String state(UUID intentId) throws Exception {
    try (var c = admin();
        var s =
            c.prepareStatement(
                "SELECT state || (CASE WHEN transaction_bytes IS NULL THEN '' ELSE ' signed' END)"
                    + " FROM ledger.intents WHERE intent_id = ?")) {
      s.setObject(1, intentId);
      try (var row = s.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }

  @Test
  void anApprovedIntentBecomesOneConfirmedTransaction() throws Exception {
    var intent = buy("1.005");
    process(intent);

    assertThat(kinds()).containsExactly(KindCase.SIGNED, KindCase.SUBMITTED, KindCase.CONFIRMED);
    var done = events().getLast().getExecution().getConfirmed();
    assertThat(done.getEffect().getFilledBase()).isEqualTo("1");
    assertThat(done.getEffect().getAveragePrice()).isEqualTo("150");
    assertThat(done.getNetworkFeeLamports()).isEqualTo(5400);
    assertThat(done.getAccount().getPositions(0).getMarket()).isEqualTo("SOL-PERP");
    assertThat(done.getAccount().getPositions(0).getBase()).isEqualTo("1");
    assertThat(done.getAccount().getOpeningEquityUsd()).isEqualTo("5000");
    assertThat(done.getAccount().getSlot()).isGreaterThanOrEqualTo(done.getSlot());
    var transaction = Transaction.parse(chain.sent().getFirst());
    assertThat(
            Ed25519.verify(
                Address.of(owner.agentWallet()).bytes(),
                transaction.message().toBytes(),
                transaction.signatures().getFirst()))
        .isTrue();
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(state(intent.intentId())).isEqualTo("CONFIRMED signed");
  }

  @Test
  void afterAFailureTheUnitsAreSimulatedAnew() throws Exception {
    process(buy("1"));
    chain.failing(true);
    var failed = buy("1");
    process(failed);
    assertThat(state(failed.intentId())).isEqualTo("FAILED signed");
    assertThat(chain.simulations()).isEqualTo(1);
    chain.failing(false);
    process(buy("1"));
    assertThat(reason()).isEmpty();
    assertThat(chain.simulations()).isEqualTo(2);
  }

  @Test
  void theSameIntentAgainDoesNothing() throws Exception {
    var intent = buy("1");
    process(intent);
    chain.whenAccountsAreRead(() -> fail("what has its row is not planned again"));
    process(intent);
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(kinds()).hasSize(3);
  }

  @Test
  void aRevokeCommittedBetweenPlanAndSignatureMeansNothingIsSigned() throws Exception {
    var revoked = new AtomicBoolean();
    chain.whenAccountsAreRead(() -> {
      if (revoked.compareAndSet(false, true)) {
        change(owner::revoke);
      }
    });
    var intent = buy("1");
    process(intent);

    assertThat(kinds()).containsExactly(KindCase.REFUSED);
    assertThat(reason()).isEqualTo("GRANT_MISSING");
    assertThat(state(intent.intentId())).isEqualTo("REFUSED");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aRevokeUnderWayIsWaitedForAndMeansNothingIsSigned() throws Exception {
    holdsBack(owner::revoke, "GRANT_MISSING");
  }

  @Test
  void aGlobalFreezeUnderWayIsWaitedForAndMeansNothingIsSigned() throws Exception {
    try {
      holdsBack(
          c -> {
            TestOwner.run(c, "SELECT pg_advisory_xact_lock(" + PlatformLock.KEY + ")");
            TestOwner.run(c, "UPDATE control.platform_state SET frozen = true");
          },
          "GLOBAL_FREEZE");
    } finally {
      change(c -> TestOwner.run(c, "UPDATE control.platform_state SET frozen = false"));
    }
  }

  /** The change is made but not committed while the signer comes to its signature. */
  private void holdsBack(Change change, String reason) throws Exception {
    try (var c = admin();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      c.setAutoCommit(false);
      var made = new AtomicBoolean();
      chain.whenAccountsAreRead(() -> {
        if (made.compareAndSet(false, true)) {
          try {
            change.apply(c);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        }
      });
      var intent = buy("1");
      var run =
          threads.submit(() -> {
            process(intent);
            return true;
          });
      while (!run.isDone() && !theSignerWaitsForALock()) {
        Thread.onSpinWait();
      }
      assertThat(state(intent.intentId())).isEqualTo("none");
      c.commit();
      assertThat(run.get()).isTrue();
      assertThat(reason()).isEqualTo(reason);
      assertThat(chain.sent()).isEmpty();
    }
  }

  private static boolean theSignerWaitsForALock() throws SQLException {
    try (var c = admin();
        var s =
            c.prepareStatement(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                    + " WHERE NOT granted AND usename = ?")) {
      s.setString(1, DatabaseRole.SIGNER.roleName());
      try (var row = s.executeQuery()) {
        row.next();
        return row.getInt(1) > 0;
      }
    }
  }

  @Test
  void aFreezeCommittedBetweenPlanAndSignatureMeansNothingIsSigned() throws Exception {
    chain.whenAccountsAreRead(() -> change(c -> stop(c, 3)));
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aReduceOnlyStopCommittedBetweenPlanAndSignatureHoldsBackAnOpeningOrder() throws Exception {
    chain.whenAccountsAreRead(() -> change(c -> stop(c, 1)));
    process(buy("1"));
    assertThat(reason()).isEqualTo("REDUCE_ONLY");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aGlobalFreezeOfTheStreamIsHonouredBeforeTheDatabaseSaysSo() throws Exception {
    signer.platformMark.saw(new PlatformMark.Mark(5, true));
    process(buy("1"));
    assertThat(reason()).isEqualTo("GLOBAL_FREEZE");
  }

  private static Snapshot.Stop stopInTheStream(UUID stopId, int kind) {
    return new Snapshot.Stop(stopId, null, kind, 1, null);
  }

  @Test
  void aStopThatWasDeletedFromTheDatabaseFreezesTheWallet() throws Exception {
    signer.sees(owner, 1, List.of(stopInTheStream(UUID.randomUUID(), 1)));
    process(buy("1"));
    assertThat(reason()).isEqualTo("ROLLED_BACK");
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aStopEndedBySqlFreezesTheWallet() throws Exception {
    var stopId = UUID.randomUUID();
    change(c -> stop(c, stopId, 3));
    signer.sees(owner, 1, List.of(stopInTheStream(stopId, 3)));
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    change(c ->
        TestOwner.run(
            c,
            "UPDATE control.stops SET resumed_at = now(), resume_text = '\\x00', resume_signature ="
                + " '\\x00' WHERE stop_id = ?",
            stopId));
    process(buy("1"));
    assertThat(reason()).isEqualTo("ROLLED_BACK");
  }

  @Test
  void aDatabaseBehindTheStreamSignsNothingAndFreezesNothing() throws Exception {
    signer.sees(owner, 2, List.of());
    process(buy("1"));
    assertThat(reason()).isEqualTo("STATE_BEHIND");
    change(c ->
        TestOwner.run(
            c,
            "UPDATE control.agent_wallets SET state_version = 9 WHERE address = ?",
            owner.agentWallet()));
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void anUnreadableSnapshotFreezesUntilAReadableOneComes() throws Exception {
    signer.marks.freeze(owner.agentWallet(), StandingMark.UNREADABLE_SNAPSHOT);
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    signer.sees(owner);
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void anotherOwnerInRowsAndStreamIsNotTheOneWhoSigned() throws Exception {
    var thief = new TestOwner(wrapping);
    change(c ->
        TestOwner.run(
            c,
            "INSERT INTO control.owners (address, public_key, salt, created_at) VALUES (?, ?, ?,"
                + " now())",
            thief.address(),
            thief.publicKey(),
            new byte[32]));
    belongsTo(thief);
    process(intent(TestIntents.buy(owner, "1").setOwner(thief.address())));
    assertThat(reason()).isEqualTo("OWNER_CHANGED");
    belongsTo(owner);
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(chain.sent()).isEmpty();
  }

  private void belongsTo(TestOwner whom) {
    change(c -> {
      TestOwner.run(
          c,
          "UPDATE control.agent_wallets SET owner = ? WHERE address = ?",
          whom.address(),
          owner.agentWallet());
      TestOwner.run(
          c,
          "UPDATE control.bots SET owner = ? WHERE agent_wallet = ?",
          whom.address(),
          owner.agentWallet());
    });
  }

  @Test
  void aLedgerThatLostWhatWasPublishedSignsNothingMoreAndGoesOnAboveIt() throws Exception {
    process(buy("1"));
    assertThat(signer.marks.of(owner.agentWallet()).hot().sequence()).isEqualTo(3);
    // A copy of the database from before the trade.
    change(c -> {
      TestOwner.run(c, "DELETE FROM ledger.events WHERE agent_wallet = ?", owner.agentWallet());
      TestOwner.run(c, "DELETE FROM ledger.intents WHERE agent_wallet = ?", owner.agentWallet());
      TestOwner.run(c, "DELETE FROM ledger.wallets WHERE agent_wallet = ?", owner.agentWallet());
      TestOwner.run(c, "DELETE FROM ledger.bots WHERE agent_wallet = ?", owner.agentWallet());
    });
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(lastEvent()).isEqualTo("4 LEDGER_BEHIND");
    assertThat(signer.marks.held()).containsExactly(owner.agentWallet());
    process(buy("1"));
    assertThat(lastEvent()).isEqualTo("5 LEDGER_BEHIND");
    assertThat(Objects.requireNonNull(signer.marks.of(owner.agentWallet()).standing()).freeze())
        .isNull();
  }

  @Test
  void aRefusalDoesNotCoverUpThatTheLedgerWasSetBack() throws Exception {
    process(buy("1"));
    change(c ->
        TestOwner.run(
            c,
            "UPDATE ledger.wallets SET last_sequence = 1 WHERE agent_wallet = ?",
            owner.agentWallet()));
    process(intent(TestIntents.buy(owner, "1").setDeadlineMs(1)));
    assertThat(signer.marks.held()).containsExactly(owner.agentWallet());
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(lastEvent()).isEqualTo("5 LEDGER_BEHIND");
  }

  @Test
  void anEndDoesNotCoverUpThatTheLedgerWasSetBackEither() throws Exception {
    var intent = buy("1");
    dieAndComeBack(intent);
    signer.marks.acknowledged(owner.agentWallet(), 7, 0);
    chain.skipBlocks(1000);
    clock.advance(Duration.ofSeconds(2));
    signer.resumeUnfinished(owner);
    assertThat(signer.marks.held()).containsExactly(owner.agentWallet());
    assertThat(lastSequence()).as("above what was published").isGreaterThan(7);
    assertThat(chain.sent()).as("a wallet that is held sends nothing").isEmpty();
  }

  private long lastSequence() throws Exception {
    return Long.parseLong(lastEvent().split(" ", 2)[0]);
  }

  private String lastEvent() throws Exception {
    try (var c = admin();
        var s =
            c.prepareStatement(
                "SELECT sequence, payload FROM ledger.events WHERE agent_wallet = ? ORDER BY"
                    + " sequence DESC LIMIT 1")) {
      s.setString(1, owner.agentWallet());
      try (var row = s.executeQuery()) {
        row.next();
        return row.getLong(1)
            + " "
            + ExecutionRecord.parseFrom(row.getBytes(2)).getExecution().getRefused().getReason();
      }
    }
  }

  @Test
  void aRevokedGrantPutBackAsItWasIsRolledBack() throws Exception {
    change(owner::revoke);
    var first = buy("1");
    process(first);
    assertThat(reason()).isEqualTo("GRANT_MISSING");

    // The stream told of the end; somebody brings the rows back from a copy.
    signer.sees(owner, 2, List.of(), Map.of(owner.grantId(), owner.grant().expiresAt()));
    putBack(1);
    process(buy("1"));
    assertThat(reason()).isEqualTo("ROLLED_BACK");
    assertThat(events().getLast().getExecution().getRefused().getDetail())
        .contains("has ended before");
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aRevokedGrantPutBackUnderAHigherNumberIsRolledBack() throws Exception {
    change(owner::revoke);
    signer.sees(owner, 2, List.of(), Map.of(owner.grantId(), owner.grant().expiresAt()));
    putBack(9);
    // Together with a snapshot that shows it live again.
    signer.sees(owner, 3, List.of());
    process(buy("1"));
    assertThat(reason()).isEqualTo("ROLLED_BACK");
    assertThat(chain.sent()).isEmpty();
  }

  private void putBack(long sequence) {
    change(c -> {
      TestOwner.run(
          c,
          "UPDATE control.grants SET ended_at = NULL, wrapped_ek = ?, grant_sequence = ? WHERE"
              + " grant_id = ?",
          Objects.requireNonNull(owner.grant().wrappedEk()),
          sequence,
          owner.grantId());
      TestOwner.run(
          c,
          "UPDATE control.bots SET highest_ended_grant_sequence = 0 WHERE bot_id = ?",
          owner.botId());
    });
  }

  @Test
  void aPolicyLoosenedBySqlIsNotSignedFor() throws Exception {
    change(c ->
        TestOwner.run(
            c,
            "UPDATE control.grants SET policy = convert_to(replace(convert_from(policy, 'UTF8'),"
                + " '\"1000\"', '\"9000\"'), 'UTF8') WHERE grant_id = ?",
            owner.grantId()));
    process(buy("1"));
    assertThat(reason()).isEqualTo("GRANT_TEXT_MISMATCH");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aForgedPolicyMacIsNotSignedFor() throws Exception {
    change(c ->
        TestOwner.run(
            c,
            "UPDATE control.grants SET policy_mac = ? WHERE grant_id = ?",
            new byte[32],
            owner.grantId()));
    process(buy("1"));
    assertThat(reason()).isEqualTo("POLICY_MAC_INVALID");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void anIntentAboveItsPolicyIsRefusedOnTheActualAccount() throws Exception {
    process(buy("10"));
    assertThat(reason()).isEqualTo("ORDER_TOO_LARGE");
    assertThat(events().getLast().getExecution().getRefused().getDetail())
        .contains("1500.00")
        .contains("1000.00");
  }

  @Test
  void aDeadlineThatPassedIsRefusedUnderItsOwnIdAndNothingIsRead() throws Exception {
    chain.whenAccountsAreRead(() -> fail("an intent that is too late needs no account"));
    process(intent(TestIntents.buy(owner, "1").setDeadlineMs(1)));
    assertThat(reason()).isEqualTo("DEADLINE_PASSED");
  }

  @Test
  void aDeadlineThatPassesWhileTheKeyIsOpenedMeansNothingIsSigned() throws Exception {
    var intent = buy("1");
    try (var slow =
            new TestSigner(
                platform,
                chain,
                (name, context, wrapped) -> {
                  clock.moveTo(intent.deadline());
                  // What were signed all the same would expire, and the test not wait for its fate.
                  chain.skipBlocks(1000);
                  return unwrapping.unwrap(name, context, wrapped);
                },
                clock);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      slow.sees(owner);
      var run =
          threads.submit(() -> {
            slow.worker.process(intent, SOURCE, () -> {});
            return true;
          });
      assertThat(done(run)).isTrue();
    }
    assertThat(reason()).isEqualTo("DEADLINE_PASSED");
    assertThat(state(intent.intentId())).isEqualTo("REFUSED");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aKeyManagementThatDoesNotAnswerIsWaitedForAndNothingIsSignedMeanwhile() throws Exception {
    var intent = buy("1");
    var outages = new AtomicInteger(3);
    try (var waiting =
        new TestSigner(
            platform,
            chain,
            (name, context, wrapped) -> {
              if (outages.getAndDecrement() > 0) {
                assertThat(chain.sent()).isEmpty();
                throw new KmsUnavailable("transit: no answer");
              }
              return unwrapping.unwrap(name, context, wrapped);
            },
            clock)) {
      waiting.sees(owner);
      waiting.worker.process(intent, SOURCE, () -> {});
    }
    assertThat(outages).hasValue(-1);
    assertThat(state(intent.intentId())).isEqualTo("CONFIRMED signed");
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void aKeyManagementThatStaysAwayEndsTheIntentAtItsDeadline() throws Exception {
    var intent = buy("1");
    var asked = new AtomicInteger();
    try (var waiting =
        new TestSigner(
            platform,
            chain,
            (name, context, wrapped) -> {
              // The first answers come too early to give up, the third at the deadline.
              if (asked.incrementAndGet() == 3) {
                clock.moveTo(intent.deadline());
              }
              throw new KmsUnavailable("transit: no answer");
            },
            clock)) {
      waiting.sees(owner);
      waiting.worker.process(intent, SOURCE, () -> {});
    }
    assertThat(asked).hasValue(3);
    assertThat(reason()).isEqualTo("KEY_UNAVAILABLE");
    assertThat(state(intent.intentId())).isEqualTo("REFUSED");
    assertThat(chain.sent()).isEmpty();
  }

  /** Killed after the signature was persisted and marked; the next holder of the partition. */
  private void dieAndComeBack(Intent intent) throws Exception {
    signer.diesBeforeSending();
    assertThatThrownBy(() -> process(intent)).hasMessage("killed before sending");
    assertThat(state(intent.intentId())).isEqualTo("SIGNED signed");
    assertThat(chain.sent()).isEmpty();
    comeBack();
  }

  private void comeBack() throws Exception {
    var dead = signer;
    signer = new TestSigner(platform, chain, unwrapping, clock, dead.marks);
    dead.close();
  }

  @Test
  void aCrashBetweenPersistingAndSendingResumesTheSameBytes() throws Exception {
    var intent = buy("1");
    dieAndComeBack(intent);
    byte[] persisted = persisted(intent.intentId());

    signer.resumeUnfinished(owner);

    assertThat(state(intent.intentId())).isEqualTo("CONFIRMED signed");
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(chain.sent().getFirst()).isEqualTo(persisted);
    assertThat(events().getLast().getExecution().getConfirmed().getEffect().getFilledBase())
        .isEqualTo("1");
  }

  @Test
  void afterACrashAStopForbidsTheFirstSending() throws Exception {
    var intent = buy("1");
    dieAndComeBack(intent);
    change(c -> stop(c, 3));
    chain.skipBlocks(1000);
    clock.advance(Duration.ofSeconds(2));
    signer.resumeUnfinished(owner);
    assertThat(chain.sent()).isEmpty();
    assertThat(state(intent.intentId())).isEqualTo("EXPIRED signed");
  }

  @Test
  void afterACrashADeadlineForbidsTheFirstSending() throws Exception {
    var intent = buy("1");
    dieAndComeBack(intent);
    clock.moveTo(intent.deadline());
    chain.skipBlocks(1000);
    signer.resumeUnfinished(owner);
    assertThat(chain.sent()).isEmpty();
    assertThat(state(intent.intentId())).isEqualTo("EXPIRED signed");
  }

  @Test
  void whatIsNotMarkedIsNotSent() throws Exception {
    signer.marking(false);
    var intent = buy("1");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run =
          threads.submit(() -> {
            process(intent);
            return true;
          });
      while (!run.isDone() && state(intent.intentId()).equals("none")) {
        Thread.onSpinWait();
      }
      chain.skipBlocks(1000);
      assertThat(done(run)).isTrue();
    }
    assertThat(chain.sent()).isEmpty();
    assertThat(state(intent.intentId())).isEqualTo("EXPIRED signed");
  }

  @Test
  void aWorkerWhosePartitionWasTakenSignsAndEndsNothing() throws Exception {
    var intent = buy("1");
    var taken = new AtomicBoolean();
    chain.whenAccountsAreRead(() -> {
      if (taken.compareAndSet(false, true)) {
        signer.partitions.raise(TestSigner.PARTITION);
      }
    });
    process(intent);
    assertThat(state(intent.intentId())).isEqualTo("none");
    assertThat(events()).isEmpty();
    process(intent(TestIntents.buy(owner, "1").setDeadlineMs(1)));
    assertThat(events()).isEmpty();
    signer.ledger.unverified(
        new Source("intents-v1", TestSigner.PARTITION, System.nanoTime()),
        owner.agentWallet(),
        "not signed",
        clock.instant());
    assertThat(events()).isEmpty();
  }

  @Test
  void theLedgerKnowsWhatWasMarked() throws Exception {
    signer.marks.acknowledged(signer.marks.takeChanged());
    process(buy("1"));
    assertThat(signer.partitions.ends(TestSigner.PARTITION))
        .filteredOn(end -> end.agentWallet().equals(owner.agentWallet()))
        .containsExactly(
            new LedgerPartitions.End(
                owner.agentWallet(),
                3,
                1,
                2,
                signer.marks.acknowledged(owner.agentWallet()).version()));
    assertThat(signer.marks.acknowledged(owner.agentWallet()).version()).isPositive();
  }

  /** Between the snapshot of a stop and its row: what was read without locks freezes nothing. */
  @Test
  void whatOnlyLookedLikeTamperingIsJudgedUnderTheLocks() throws Exception {
    var stopId = UUID.randomUUID();
    signer.sees(owner, 1, List.of(stopInTheStream(stopId, 3)));
    try (var c = admin();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      c.setAutoCommit(false);
      TestOwner.run(
          c,
          "SELECT 1 FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE",
          owner.agentWallet());
      stop(c, stopId, 3);
      var run =
          threads.submit(() -> {
            process(buy("1"));
            return true;
          });
      while (!run.isDone() && !theSignerWaitsForALock()) {
        Thread.onSpinWait();
      }
      c.commit();
      assertThat(run.get()).isTrue();
    }
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(Objects.requireNonNull(signer.marks.of(owner.agentWallet()).standing()).freeze())
        .isNull();
  }

  @Test
  void aWorkerWhosePartitionIsTakenWhileItWaitsLeavesTheRowToTheNext() throws Exception {
    var intent = buy("1");
    var taken = new AtomicBoolean();
    chain.whenSent(() -> {
      if (taken.compareAndSet(false, true)) {
        signer.partitions.raise(TestSigner.PARTITION);
      }
    });
    process(intent);
    assertThat(state(intent.intentId())).isEqualTo("SIGNED signed");
    comeBack();
    signer.resumeUnfinished(owner);
    assertThat(state(intent.intentId())).isEqualTo("CONFIRMED signed");
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void twoPlansOfOneBotThatDidNotSeeEachOtherAreNotBothSigned() throws Exception {
    // 10 SOL of 150 are 1500 USD a trade, two are 3000: a third is above the position's limit.
    process(buy("6"));
    process(buy("6"));
    var between = new AtomicBoolean();
    var other = buy("6");
    chain.whenAccountsAreRead(() -> {
      if (between.compareAndSet(false, true)) {
        try {
          process(other);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    });
    var planned = buy("6");
    process(planned);
    assertThat(state(other.intentId())).isEqualTo("CONFIRMED signed");
    assertThat(state(planned.intentId())).isEqualTo("REFUSED");
    assertThat(reason()).isEqualTo("POSITION_TOO_LARGE");
  }

  @Test
  void theNextOrderNeverSeesTheAccountBeforeTheLastFill() throws Exception {
    process(buy("6"));
    var slots = new ArrayList<Long>();
    chain.whenAccountsAreReadAt(slots::add);
    process(buy("6"));
    long landed =
        events().stream()
            .mapToLong(e -> e.getExecution().getConfirmed().getSlot())
            .filter(slot -> slot > 0)
            .min()
            .orElseThrow();
    assertThat(slots.getFirst()).isGreaterThanOrEqualTo(landed);
  }

  @Test
  void anOrderBeyondAllNumbersIsRefusedAndHangsNothing() throws Exception {
    var intent =
        intent(
            TestIntents.buy(owner, "1")
                .setAction(Action.ACTION_SELL)
                .setDirection(Direction.DIRECTION_SHORT)
                .setOrderType(OrderType.ORDER_TYPE_LIMIT)
                .setLimitPrice("9300000000000"));
    process(intent);
    assertThat(state(intent.intentId())).isEqualTo("REFUSED");
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void aFaultOfCodeEndsItsIntentAndNothingElse() throws Exception {
    var faults = new AtomicInteger(1);
    chain.whenAccountsAreRead(() -> {
      if (faults.getAndDecrement() > 0) {
        throw new ArithmeticException("overflow");
      }
    });
    process(buy("1"));
    assertThat(reason()).isEqualTo("INTERNAL");
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
  }

  private static void cutTheSignersConnections() {
    try (var c = platform.postgres().connect(DatabaseRole.SIGNER)) {
      TestOwner.run(
          c,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ? AND pid <>"
              + " pg_backend_pid()",
          DatabaseRole.SIGNER.roleName());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsWaitedFor() throws Exception {
    var cut = new AtomicBoolean();
    chain.whenAccountsAreRead(() -> {
      if (cut.compareAndSet(false, true)) {
        cutTheSignersConnections();
      }
    });
    var intent = buy("1");
    process(intent);
    assertThat(state(intent.intentId())).isEqualTo("CONFIRMED signed");
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void aTransactionThatCanNoLongerLandExpires() throws Exception {
    chain.landing(false);
    var intent = buy("1");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run =
          threads.submit(() -> {
            process(intent);
            return true;
          });
      while (chain.sent().size() < 3) {
        assertThat(advanced(run)).as("it has not ended").isEmpty();
      }
      assertThat(run).as("nothing has expired yet").isNotDone();
      chain.skipBlocks(1000);
      assertThat(done(run)).isTrue();
    }
    assertThat(state(intent.intentId())).isEqualTo("EXPIRED signed");
    assertThat(new HashSet<>(chain.sent().stream().map(java.nio.ByteBuffer::wrap).toList()))
        .hasSize(1);
  }

  /** Lets time go on until the work is done. */
  private boolean done(Future<Boolean> run) throws Exception {
    while (true) {
      var done = advanced(run);
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  /** Lets time go on by a step, no faster than it does: on a busy machine work is slow, too. */
  private Optional<Boolean> advanced(Future<Boolean> run) throws Exception {
    try {
      return Optional.of(run.get(STEP.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      clock.advance(STEP);
      return Optional.empty();
    }
  }

  @Test
  void twoWorkersOnTheSameIntentSignOnce() throws Exception {
    var intent = buy("1");
    try (var second = new TestSigner(platform, chain, unwrapping, clock);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      second.sees(owner);
      var barrier = new CyclicBarrier(2);
      var runs = new ArrayList<Callable<Boolean>>();
      for (var worker : List.of(signer.worker, second.worker)) {
        runs.add(() -> {
          barrier.await();
          worker.process(intent, SOURCE, () -> {});
          return true;
        });
      }
      for (var run : threads.invokeAll(runs)) {
        assertThat(run.get()).isTrue();
      }
    }
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(new HashSet<>(chain.sent().stream().map(java.nio.ByteBuffer::wrap).toList()))
        .hasSize(1);
    assertThat(kinds()).containsExactly(KindCase.SIGNED, KindCase.SUBMITTED, KindCase.CONFIRMED);
  }

  /** Bounds of docs/signer.md; publishing, which is once for many trades, comes on top. */
  @Test
  void aTradeCostsTheLedgerNoMoreThanItMay() throws Exception {
    try (var counter = new FrontendCounter(platform.postgres().port());
        var counted =
            new TestSigner(
                platform,
                platform
                    .postgres()
                    .jdbcUrl()
                    .replace(":" + platform.postgres().port(), ":" + counter.port()),
                chain,
                unwrapping,
                clock,
                null)) {
      counted.sees(owner);
      counted.worker.process(buy("1"), SOURCE, () -> {});
      counter.reset();
      counted.worker.process(buy("1"), SOURCE, () -> {});
      assertThat(chain.landed()).isEqualTo(2);
      System.out.println(
          "a trade: "
              + counter.statements()
              + " statements in "
              + counter.roundTrips()
              + " round trips");
      assertThat(counter.statements()).isBetween(5, 20);
      assertThat(counter.roundTrips()).isBetween(3, 6);
    }
  }

  @Test
  void unlawfulStepsDoNotCommit() throws Exception {
    var intent = buy("1");
    process(intent);
    assertThatThrownBy(() ->
            change(c ->
                TestOwner.run(
                    c,
                    "UPDATE ledger.intents SET state = 'SIGNED', ended_at = NULL WHERE intent_id ="
                        + " ?",
                    intent.intentId())))
        .hasMessageContaining("does not go from CONFIRMED to SIGNED");
    assertThatThrownBy(() ->
            change(c ->
                TestOwner.run(
                    c,
                    "UPDATE ledger.intents SET transaction_bytes = ? WHERE intent_id = ?",
                    new byte[] {1},
                    intent.intentId())))
        .hasMessageContaining("does not change");
    assertThatThrownBy(() ->
            change(c ->
                TestOwner.run(
                    c,
                    "INSERT INTO ledger.intents SELECT (jsonb_populate_record(i, jsonb_build_object("
                        + "'intent_id', gen_random_uuid(), 'state', 'SUBMITTED', 'ended_at', null,"
                        + " 'transaction_signature', null))).* FROM ledger.intents i WHERE intent_id"
                        + " = ?",
                    intent.intentId())))
        .hasMessageContaining("is not born as SUBMITTED");
  }

  @Test
  void aRecordThatIsNotBelievedIsKeptOnceAndNamesNoIntent() throws Exception {
    var source = new Source("intents-v1", 3, System.nanoTime());
    var now = clock.instant();
    signer.ledger.unverified(source, owner.agentWallet(), "not signed", now);
    signer.ledger.unverified(source, owner.agentWallet(), "not signed", now);
    assertThat(events()).hasSize(1);
    var event = events().getFirst().getExecution();
    assertThat(event.getIntentId()).isEmpty();
    assertThat(event.getUnverified().getOffset()).isEqualTo(source.offset());
  }

  private byte[] persisted(UUID intentId) throws Exception {
    try (var c = admin();
        var s =
            c.prepareStatement(
                "SELECT transaction_bytes FROM ledger.intents WHERE intent_id = ?")) {
      s.setObject(1, intentId);
      try (var row = s.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }

  private void stop(Connection c, int kind) throws SQLException {
    stop(c, UUID.randomUUID(), kind);
  }

  private void stop(Connection c, UUID stopId, int kind) throws SQLException {
    TestOwner.run(
        c,
        "INSERT INTO control.stops (stop_id, agent_wallet, scope, kind, origin, created_at)"
            + " VALUES (?, ?, 2, "
            + kind
            + ", 1, now())",
        stopId,
        owner.agentWallet());
  }

  private interface Change {
    void apply(Connection c) throws SQLException;
  }

  private static void change(Change change) {
    try (var c = admin()) {
      c.setAutoCommit(false);
      change.apply(c);
      c.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Intent closeAll() {
    return intent(TestIntents.close(owner));
  }

  @Test
  void allThatIsHeldIsClosedByWhatTheSignerReads() throws Exception {
    process(buy("2.5"));
    process(closeAll());
    assertThat(reason()).isEmpty();
    assertThat(events().getLast().getExecution().getConfirmed().getEffect().getFilledBase())
        .isEqualTo("-2.5");
    process(closeAll());
    assertThat(reason()).isEqualTo("NOTHING_TO_CLOSE");
  }

  @Test
  void anExitBidsNoMoreThanItsWalletCanPay() throws Exception {
    process(buy("2.5"));
    holdsLamports(5100);
    process(buy("1"));
    assertThat(reason()).isEqualTo("FEE_BALANCE_LOW");
    process(closeAll());
    assertThat(reason()).isEmpty();
    assertThat(events().getLast().getExecution().getConfirmed().getNetworkFeeLamports())
        .isBetween(5000L, 5100L);
    assertThat(chain.landed()).isEqualTo(2);
  }

  private void holdsLamports(long lamports) {
    chain.put(
        owner.account().agent(),
        new io.quantumvault.solana.rpc.Chain.AccountData(
            Address.of(new byte[32]), lamports, new byte[0]));
  }

  @Test
  void afterTheGrantsEndExitsPassForThePolicysMinutesAndEntriesDoNot() throws Exception {
    process(buy("2.5"));
    clock.moveTo(owner.grant().expiresAt());
    var late = owner.exitsUntil().toEpochMilli();
    process(intent(TestIntents.buy(owner, "1").setDeadlineMs(late)));
    assertThat(reason()).isEqualTo("GRANT_EXPIRED");
    assertThat(chain.landed()).isEqualTo(1);
    clock.moveTo(owner.exitsUntil().minusSeconds(30));
    process(
        intent(
            TestIntents.close(owner)
                .setWholePosition(false)
                .setSizeBase("1")
                .setDirection(Direction.DIRECTION_SHORT)
                .setDeadlineMs(late)));
    assertThat(reason()).isEmpty();
    assertThat(chain.landed()).isEqualTo(2);
    clock.moveTo(owner.exitsUntil());
    process(intent(TestIntents.close(owner).setDeadlineMs(late + 60_000)));
    assertThat(reason()).isEqualTo("GRANT_EXPIRED");
    assertThat(chain.landed()).isEqualTo(2);
  }

  @Test
  void anEntryWhoseGrantEndsWhileItIsPlannedIsNotSigned() throws Exception {
    clock.moveTo(owner.grant().expiresAt().minusMillis(1));
    chain.whenAccountsAreRead(() -> clock.moveTo(owner.grant().expiresAt()));
    var late = owner.exitsUntil().toEpochMilli();
    process(intent(TestIntents.buy(owner, "1").setDeadlineMs(late)));
    assertThat(reason()).isEqualTo("GRANT_EXPIRED");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void entriesAndExitsAreCountedApartByTheLedger() throws Exception {
    var first = buy("1");
    process(first);
    process(buy("0.5"));
    process(closeAll());
    process(buy("0.25"));
    assertThat(reason()).isEmpty();
    var view = signer.ledger.stand(buy("1"), clock.instant()).view();
    assertThat(view.entriesLastMinute()).isEqualTo(3);
    assertThat(view.entriesToday()).isEqualTo(3);
    assertThat(view.exitsLastMinute()).isEqualTo(1);
    assertThat(view.entryNumber()).as("on a flat account").isEqualTo(1);
    assertThat(view.lastEntryAt()).isNotNull();
    assertThat(number("SELECT entry_number FROM ledger.intents WHERE signed_base = 0.5"))
        .isEqualTo(2);
    assertThat(number("SELECT coalesce(entry_number, -1) FROM ledger.intents WHERE reducing"))
        .isEqualTo(-1);
    var elsewhere = intent(TestIntents.buy(owner, "1").setMarket("BTC-PERP"));
    var other = signer.ledger.stand(elsewhere, clock.instant()).view();
    assertThat(other.lastEntryAt()).isNull();
    assertThat(other.entryNumber()).isZero();
    assertThat(other.entriesLastMinute()).as("of all markets").isEqualTo(3);
  }

  @Test
  void anEntryThatFailedOrNeverCameIsNone() throws Exception {
    chain.failing(true);
    process(buy("1"));
    var view = signer.ledger.stand(buy("1"), clock.instant()).view();
    assertThat(view.lastEntryAt()).isNull();
    assertThat(view.entryNumber()).isZero();
    assertThat(view.entriesLastMinute()).as("it was signed all the same").isEqualTo(1);
  }

  private int number(String sql) throws Exception {
    try (var c = admin();
        var s = c.prepareStatement(sql + " AND agent_wallet = ?")) {
      s.setString(1, owner.agentWallet());
      try (var row = s.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}

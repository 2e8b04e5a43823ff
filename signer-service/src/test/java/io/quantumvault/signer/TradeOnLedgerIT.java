package io.quantumvault.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.v1.ExecutionKind;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.limits.MarkStore;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.StateMarks;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainNode;
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
  private static final Source SOURCE = new Source("intents-v1", 0, 1);
  private static final Duration RESEND_EVERY = Duration.ofMillis(100);

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
    signer = new TestSigner(platform, chain, unwrapping, clock);
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
          var event = ExecutionRecord.parseFrom(row.getBytes(1));
          assertThat(event.getExecution().getSequence()).isEqualTo(row.getLong(2));
          events.add(event);
        }
      }
    }
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).getExecution().getSequence()).isEqualTo(i + 1L);
    }
    return events;
  }

  private List<ExecutionKind> kinds() throws Exception {
    return events().stream().map(e -> e.getExecution().getKind()).toList();
  }

  private String reason() throws Exception {
    return events().getLast().getExecution().getReason();
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

    assertThat(kinds())
        .containsExactly(
            ExecutionKind.EXECUTION_KIND_CLAIMED,
            ExecutionKind.EXECUTION_KIND_SIGNED,
            ExecutionKind.EXECUTION_KIND_SUBMITTED,
            ExecutionKind.EXECUTION_KIND_CONFIRMED);
    var done = events().getLast().getExecution();
    assertThat(done.getFilledBase()).isEqualTo("1");
    assertThat(done.getAveragePrice()).isEqualTo("150");
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
  void theSameIntentAgainDoesNothing() throws Exception {
    var intent = buy("1");
    process(intent);
    process(intent);
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(kinds()).hasSize(4);
  }

  @Test
  void aRevokeCommittedBetweenClaimAndSignatureMeansNothingIsSigned() throws Exception {
    var revoked = new AtomicBoolean();
    chain.whenAccountsAreRead(() -> {
      if (revoked.compareAndSet(false, true)) {
        change(owner::revoke);
      }
    });
    var intent = buy("1");
    process(intent);

    assertThat(kinds())
        .containsExactly(
            ExecutionKind.EXECUTION_KIND_CLAIMED, ExecutionKind.EXECUTION_KIND_REFUSED);
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
            TestOwner.run(c, "SELECT 1 FROM control.platform_lock WHERE id = 1 FOR UPDATE");
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
      assertThat(state(intent.intentId())).isEqualTo("CLAIMED");
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
  void aFreezeCommittedBetweenClaimAndSignatureMeansNothingIsSigned() throws Exception {
    chain.whenAccountsAreRead(() -> change(c -> stop(c, 3)));
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aReduceOnlyStopCommittedBetweenClaimAndSignatureHoldsBackAnOpeningOrder() throws Exception {
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

  @Test
  void aStopThatWasDeletedFromTheDatabaseStillHolds() throws Exception {
    signer.marks.raise(
        new StateMarks(
            owner.agentWallet(),
            1,
            List.of(),
            List.of(new StateMarks.StopMark(UUID.randomUUID(), null, 3, false, false, 0))));
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
  }

  @Test
  void aDatabaseBehindTheStreamIsRolledBackAndFreezesTheWallet() throws Exception {
    signer.marks.raise(new StateMarks(owner.agentWallet(), 2, List.of(), List.of()));
    process(buy("1"));
    assertThat(reason()).isEqualTo("ROLLED_BACK");
    change(c ->
        TestOwner.run(
            c,
            "UPDATE control.agent_wallets SET state_version = 9 WHERE address = ?",
            owner.agentWallet()));
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void anUnreadableSnapshotFreezesUntilAReadableOneComes() throws Exception {
    signer.marks.freeze(owner.agentWallet(), MarkStore.UNREADABLE_SNAPSHOT);
    process(buy("1"));
    assertThat(reason()).isEqualTo("FROZEN");
    signer.marks.raise(new StateMarks(owner.agentWallet(), 1, List.of(), List.of()));
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
  }

  @Test
  void aRevokedGrantPutBackAsItWasIsRolledBack() throws Exception {
    change(owner::revoke);
    var first = buy("1");
    process(first);
    assertThat(reason()).isEqualTo("GRANT_MISSING");

    // The stream told of the end; somebody brings the rows back from a copy.
    endedInTheStream(1);
    putBack();
    process(buy("1"));
    assertThat(reason()).isEqualTo("ROLLED_BACK");
    assertThat(events().getLast().getExecution().getDetail()).contains("has ended before");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aGrantAboveTheLastEndedOneIsSignedFor() throws Exception {
    endedInTheStream(0);
    process(buy("1"));
    assertThat(chain.landed()).isEqualTo(1);
  }

  private void endedInTheStream(long sequence) {
    signer.marks.raise(
        new StateMarks(
            owner.agentWallet(),
            1,
            List.of(new StateMarks.BotMark(owner.botId(), 1, sequence)),
            List.of()));
  }

  private void putBack() {
    change(c -> {
      TestOwner.run(
          c,
          "UPDATE control.grants SET ended_at = NULL, wrapped_ek = ? WHERE grant_id = ?",
          java.util.Objects.requireNonNull(owner.grant().wrappedEk()),
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
    assertThat(events().getLast().getExecution().getDetail())
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
              return unwrapping.unwrap(name, context, wrapped);
            },
            clock)) {
      slow.worker.process(intent, SOURCE, () -> {});
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
      waiting.worker.process(intent, SOURCE, () -> {});
    }
    assertThat(asked).hasValue(3);
    assertThat(reason()).isEqualTo("KEY_UNAVAILABLE");
    assertThat(state(intent.intentId())).isEqualTo("REFUSED");
    assertThat(chain.sent()).isEmpty();
  }

  @Test
  void aCrashBetweenPersistingAndSendingResumesTheSameBytes() throws Exception {
    var intent = buy("1");
    try (var dying = new TestSigner(platform, new DelegatingChain(chain), unwrapping, clock)) {
      assertThatThrownBy(() -> dying.worker.process(intent, SOURCE, () -> {}))
          .hasMessage("killed before sending");
    }
    assertThat(state(intent.intentId())).isEqualTo("SIGNED signed");
    assertThat(chain.sent()).isEmpty();
    byte[] persisted = persisted(intent.intentId());

    signer.resumeUnfinished(owner);

    assertThat(state(intent.intentId())).isEqualTo("CONFIRMED signed");
    assertThat(chain.landed()).isEqualTo(1);
    assertThat(chain.sent().getFirst()).isEqualTo(persisted);
    assertThat(events().getLast().getExecution().getFilledBase()).isEqualTo("1");
  }

  @Test
  void afterACrashAStopForbidsTheFirstSending() throws Exception {
    var intent = buy("1");
    try (var dying = new TestSigner(platform, new DelegatingChain(chain), unwrapping, clock)) {
      assertThatThrownBy(() -> dying.worker.process(intent, SOURCE, () -> {}))
          .hasMessage("killed before sending");
    }
    change(c -> stop(c, 3));
    chain.skipBlocks(1000);
    signer.resumeUnfinished(owner);
    assertThat(chain.sent()).isEmpty();
    assertThat(state(intent.intentId())).isEqualTo("EXPIRED signed");
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
      for (int sendings = 1; sendings <= 3; sendings++) {
        while (chain.sent().size() < sendings && !run.isDone()) {
          Thread.onSpinWait();
        }
        clock.advance(RESEND_EVERY);
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
      try {
        return run.get(20, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        clock.advance(RESEND_EVERY);
      }
    }
  }

  @Test
  void twoWorkersOnTheSameIntentSignOnce() throws Exception {
    var intent = buy("1");
    try (var second = new TestSigner(platform, chain, unwrapping, clock);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
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
    assertThat(kinds())
        .containsExactly(
            ExecutionKind.EXECUTION_KIND_CLAIMED,
            ExecutionKind.EXECUTION_KIND_SIGNED,
            ExecutionKind.EXECUTION_KIND_SUBMITTED,
            ExecutionKind.EXECUTION_KIND_CONFIRMED);
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
    assertThat(event.getSourceOffset()).isEqualTo(source.offset());
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
    TestOwner.run(
        c,
        "INSERT INTO control.stops (stop_id, agent_wallet, scope, kind, origin, created_at)"
            + " VALUES (gen_random_uuid(), ?, 2, "
            + kind
            + ", 1, now())",
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

  /** Dies where the first sending would be. */
  private record DelegatingChain(Chain to) implements Chain {
    @Override
    public Blockhash latestBlockhash() {
      return to.latestBlockhash();
    }

    @Override
    public Accounts accounts(List<Address> addresses, long minContextSlot) {
      return to.accounts(addresses, minContextSlot);
    }

    @Override
    public Simulated simulate(byte[] transaction) {
      return to.simulate(transaction);
    }

    @Override
    public List<Long> prioritizationFees(List<Address> writable) {
      return to.prioritizationFees(writable);
    }

    @Override
    public Duration slotTime() {
      return to.slotTime();
    }

    @Override
    public List<ChainNode> nodes() {
      return to.nodes();
    }

    @Override
    public void send(byte[] transaction, boolean skipPreflight) {
      throw new IllegalStateException("killed before sending");
    }
  }
}

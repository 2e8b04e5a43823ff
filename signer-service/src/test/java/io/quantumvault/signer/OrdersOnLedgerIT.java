package io.quantumvault.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.order.AdminOrder.Resolution;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people order by hand, on the real ledger, with a chain that the test moves. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OrdersOnLedgerIT {
  private static final Source SOURCE = new Source("intents-v1", TestSigner.PARTITION, 1);

  /** Copies a row that was signed, as the one who puts back would write it; its state apart. */
  private static final String PUT_BACK =
      "INSERT INTO ledger.intents (intent_id, agent_wallet, owner, bot_id, grant_id, topic_partition, topic_offset,"
          + " payload, state, market, counted, signed_base, reducing, rests, transaction_bytes,"
          + " transaction_signature, last_valid_block_height, created_at, signed_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, 'SOL-PERP', true, 1, false, false, ?, ?, ?, now(), ?)";

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
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR)) {
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

  private Intent buy() {
    return IntentReader.verifiedBefore(TestIntents.buy(owner, "1").build().toByteArray());
  }

  /** Signed and sent, and nobody can say what became of it. */
  private Intent unknown() throws Exception {
    chain.landing(false);
    var intent = buy();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run =
          threads.submit(() -> {
            signer.worker.process(intent, SOURCE, () -> {});
            return true;
          });
      while (chain.sent().isEmpty()) {
        Thread.onSpinWait();
      }
      // The time for a fate passes, not that of the next intents.
      clock.advance(Duration.ofSeconds(60));
      run.get();
    }
    assertThat(state(intent)).isEqualTo("OUTCOME_UNKNOWN");
    return intent;
  }

  private String state(Intent intent) throws SQLException {
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR);
        var s = c.prepareStatement("SELECT state FROM ledger.intents WHERE intent_id = ?")) {
      s.setObject(1, intent.intentId());
      try (var row = s.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }

  private List<ExecutionEvent> events() throws Exception {
    var events = new ArrayList<ExecutionEvent>();
    try (var c = platform.postgres().connect(DatabaseRole.MIGRATOR);
        var s =
            c.prepareStatement(
                "SELECT payload FROM ledger.events WHERE agent_wallet = ? ORDER BY sequence")) {
      s.setString(1, owner.agentWallet());
      try (var row = s.executeQuery()) {
        while (row.next()) {
          events.add(ExecutionRecord.parseFrom(row.getBytes(1)).getExecution());
        }
      }
    }
    return events;
  }

  /** Gives the order and returns the event that answers it. */
  private ExecutionEvent answer(Intent intent, Resolution resolution) throws Exception {
    var id = UUID.randomUUID();
    signer.orders.take(
        new AdminOrder.Resolve(
            id,
            owner.agentWallet(),
            "somebody",
            intent.intentId(),
            resolution,
            "seen in an explorer",
            clock.instant().plusSeconds(30)));
    while (true) {
      for (var event : events()) {
        if (Told.orderId(event).equals(id.toString())) {
          return event;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void anUnknownOutcomeEndsAsSomebodyOrders() throws Exception {
    var intent = unknown();
    var answer = answer(intent, Resolution.CONFIRMED);
    assertThat(answer.getKindCase()).isEqualTo(KindCase.CONFIRMED);
    assertThat(Told.detail(answer)).isEqualTo("resolved by somebody: seen in an explorer");
    assertThat(answer.getConfirmed().hasAccount()).as("the account was read").isTrue();
    assertThat(state(intent)).isEqualTo("CONFIRMED");
  }

  @Test
  void whatTheChainContradictsStaysUnknownAndTheAnswerSaysWhy() throws Exception {
    var intent = unknown();
    var answer = answer(intent, Resolution.EXPIRED);
    assertThat(answer.getKindCase()).isEqualTo(KindCase.OUTCOME_UNKNOWN);
    assertThat(Told.detail(answer))
        .startsWith("not resolved as EXPIRED for somebody: it may still land");
    assertThat(state(intent)).isEqualTo("OUTCOME_UNKNOWN");
  }

  /** Puts a row back as the role that may. */
  private Intent putBack(String state) throws Exception {
    var before = unknown();
    var transaction = chain.sent().getLast();
    answer(before, Resolution.CONFIRMED);
    var intent = buy();
    byte[] signature = new byte[64];
    signature[0] = (byte) chain.sent().size();
    System.arraycopy(owner.account().agent().bytes(), 0, signature, 1, 32);
    try (var c = platform.postgres().connect(DatabaseRole.RECONCILER);
        var s = c.prepareStatement(PUT_BACK)) {
      s.setObject(1, intent.intentId());
      s.setString(2, owner.agentWallet());
      s.setString(3, owner.address());
      s.setObject(4, owner.botId());
      s.setObject(5, owner.grantId());
      s.setInt(6, TestSigner.PARTITION);
      s.setBytes(7, intent.payload());
      s.setString(8, state);
      s.setBytes(9, transaction);
      s.setBytes(10, signature);
      s.setLong(11, 10);
      s.setTimestamp(12, Timestamp.from(clock.instant()));
      s.execute();
    }
    return intent;
  }

  @Test
  void aRowThatWasPutBackIsAskedOnWhenTheHoldEndsAndSignedByNobody() throws Exception {
    var intent = putBack("OUTCOME_UNKNOWN");
    int sent = chain.sent().size();
    signer.marks.hold(owner.agentWallet(), 0, 1);
    var hold =
        Objects.requireNonNull(
                Objects.requireNonNull(signer.marks.of(owner.agentWallet()).standing()))
            .hold();
    chain.skipBlocks(1000);
    var id = UUID.randomUUID();
    TestMending.of(platform, owner.agentWallet(), id, Objects.requireNonNull(hold));
    signer.orders.take(new AdminOrder.Reconciled(id, owner.agentWallet(), "somebody", hold, false));
    while (!state(intent).equals("EXPIRED")) {
      Thread.onSpinWait();
    }
    assertThat(signer.marks.held()).isEmpty();
    signer.worker.process(intent, SOURCE, () -> {});
    assertThat(chain.sent()).hasSize(sent);
    assertThat(state(intent)).isEqualTo("EXPIRED");
    chain.landing(true);
    var next = buy();
    signer.worker.process(next, SOURCE, () -> {});
    assertThat(state(next)).isEqualTo("CONFIRMED");
  }

  /** It is kept above what was published, which alone would look as if nothing were missing. */
  @Test
  void aRecordThatIsNotBelievedDoesNotHideThatTheLedgerWasSetBack() throws Exception {
    signer.marks.acknowledged(owner.agentWallet(), 57, 0);
    signer.ledger.unverified(
        new Source("intents-v1", TestSigner.PARTITION, System.nanoTime()),
        owner.agentWallet(),
        "not signed",
        clock.instant());
    assertThat(signer.marks.held()).contains(owner.agentWallet());
    assertThat(events())
        .extracting(ExecutionEvent::getKindCase)
        .containsExactly(KindCase.UNVERIFIED);
    assertThat(signer.ledger.end(owner.agentWallet()).last()).isEqualTo(58);
  }

  @Test
  void whoPutsRowsBackPutsNoneBackAsSigned() {
    assertThatThrownBy(() -> putBack("SIGNED")).hasMessageContaining("is not put back as SIGNED");
  }
}

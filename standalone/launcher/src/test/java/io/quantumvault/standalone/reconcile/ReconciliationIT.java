package io.quantumvault.standalone.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.BotMark;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.GrantMark;
import io.quantumvault.schemas.v1.HoldMark;
import io.quantumvault.schemas.v1.HotMark;
import io.quantumvault.schemas.v1.Resolution;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.schemas.v1.StandingMark;
import io.quantumvault.schemas.v1.StopMark;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command on real Kafka and PostgreSQL, with the rights of its own user; no signer runs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReconciliationIT {
  private static final UUID STOP = new UUID(5, 5);

  private static Platform platform;

  private final TestHistory history = new TestHistory(new Random());
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private Connections connections;
  private ReconcileCommand command;

  @BeforeAll
  static void start() {
    platform = Platform.startTemporary();
  }

  @BeforeEach
  void connect() {
    connections =
        new Connections(
            platform.kafka().bootstrapServers(),
            platform.kafka().passwordFile(Principal.RECONCILER),
            platform.postgres().jdbcUrl(),
            platform.postgres().passwordFile(DatabaseRole.RECONCILER));
    command =
        new ReconcileCommand(
            new Reconciliation(connections, Clock.systemUTC(), "somebody"),
            new PrintStream(told, true, UTF_8),
            Duration.ZERO);
  }

  @AfterEach
  void disconnect() {
    connections.close();
  }

  private String told() {
    var text = told.toString(UTF_8);
    told.reset();
    return text;
  }

  private void send(Principal who, Topics.Topic topic, String key, byte[] value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            new HashMap<>(platform.clientSettings(who)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(), KafkaRecords.partition(history.wallet), key.getBytes(UTF_8), value))
          .get();
    }
  }

  private void publish() throws Exception {
    for (var event : history.events) {
      send(
          Principal.SIGNER,
          Topics.EXECUTIONS,
          history.wallet,
          ExecutionRecord.newBuilder().setExecution(event).build().toByteArray());
    }
    for (var intent : history.intents.values()) {
      send(
          Principal.POLICY,
          Topics.INTENTS,
          history.wallet,
          TradeIntent.newBuilder()
              .setPayload(intent.payload().toByteString())
              .build()
              .toByteArray());
    }
    marks(
        "hot:",
        SignerMarks.newBuilder().setHot(HotMark.newBuilder().setSequence(history.events.size())));
  }

  private void marks(String key, SignerMarks.Builder mark) throws Exception {
    send(
        Principal.SIGNER,
        Topics.SIGNER_MARKS,
        key + history.wallet,
        mark.setAgentWallet(history.wallet).build().toByteArray());
  }

  private void standing(StandingMark.Builder mark) throws Exception {
    marks("standing:", SignerMarks.newBuilder().setStanding(mark.setOwner(history.owner)));
  }

  private List<AdminOrder> orders() throws Exception {
    var orders = new ArrayList<AdminOrder>();
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(Principal.AUDIT));
    settings.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition =
          new TopicPartition(Topics.ADMIN_ORDERS.name(), KafkaRecords.partition(history.wallet));
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var order = AdminOrder.parseFrom(record.value());
          if (order.getAgentWallet().equals(history.wallet)) {
            orders.add(order);
          }
        }
      }
    }
    return orders;
  }

  private static void run(String sql, Object... values) throws SQLException {
    TestState.run(platform, DatabaseRole.MIGRATOR, sql, values);
  }

  private static String one(String sql, Object value) throws SQLException {
    try (Connection c = platform.postgres().connect(DatabaseRole.MIGRATOR);
        var s = c.prepareStatement(sql)) {
      s.setObject(1, value);
      try (var row = s.executeQuery()) {
        return row.next() ? String.valueOf(row.getString(1)) : "none";
      }
    }
  }

  private String state(UUID intentId) throws SQLException {
    return one("SELECT state FROM ledger.intents WHERE intent_id = ?", intentId);
  }

  private String last() throws SQLException {
    return one("SELECT last_sequence FROM ledger.wallets WHERE agent_wallet = ?", history.wallet);
  }

  private String mended() throws SQLException {
    return one(
        "SELECT concat_ws(' ', mended_order, mended_ledger_sequence, mended_mark_sequence, mended_hold_at_ms)"
            + " FROM ledger.wallets WHERE agent_wallet = ?",
        history.wallet);
  }

  @Test
  void aLedgerThatIsGoneComesBackEndedOrUnknownAndTheSameAgainChangesNothing() throws Exception {
    var confirmed = history.intent(true);
    var open = history.intent(true);
    var refused = history.intent(false);
    history.signed(confirmed);
    history.signed(open);
    history.end(confirmed, KindCase.CONFIRMED);
    history.refused(refused);
    publish();

    assertThat(command.run(null, false, false)).isZero();
    assertThat(told())
        .contains(history.wallet, "it ends at event 0, 4 was published", "Nothing was changed");
    assertThat(state(confirmed)).isEqualTo("none");

    assertThat(command.run(history.wallet, false, false)).isZero();
    assertThat(told()).contains("rows put back: 3").contains("it was not held");
    assertThat(state(confirmed)).isEqualTo("CONFIRMED");
    assertThat(state(open)).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(state(refused)).isEqualTo("REFUSED");
    assertThat(last()).isEqualTo("4");

    assertThat(command.run(history.wallet, false, false)).isZero();
    assertThat(told()).contains("nothing was changed");
    assertThat(orders()).hasSize(1);
  }

  /** Held, it refused what was read again; what it had signed of that, it does not know. */
  @Test
  void whatWasRefusedWhileItsTransactionWasLostComesBackAsItEnded() throws Exception {
    var confirmed = history.intent(true);
    var open = history.intent(true);
    history.signed(confirmed);
    history.end(confirmed, KindCase.CONFIRMED);
    history.signed(open);
    for (var id : List.of(confirmed, open)) {
      history.refused(id);
      run(
          "INSERT INTO ledger.intents (intent_id, agent_wallet, owner, bot_id, topic_partition, topic_offset,"
              + " payload, state, reason, market, counted, created_at, ended_at)"
              + " VALUES (?, ?, ?, ?, 0, 0, '', 'REFUSED', 'LEDGER_BEHIND', 'SOL-PERP', true, now(), now())",
          id,
          history.wallet,
          history.owner,
          history.bot);
    }
    run(
        "INSERT INTO ledger.wallets (agent_wallet, topic_partition, last_sequence) VALUES (?, ?, 5)",
        history.wallet,
        KafkaRecords.partition(history.wallet));
    publish();
    standing(
        StandingMark.newBuilder()
            .setVersion(2)
            .setHold(HoldMark.newBuilder().setMarkSequence(3).setAtMs(1)));

    assertThat(command.run(history.wallet, false, false)).as("no signer runs").isEqualTo(1);
    assertThat(told()).contains("rows put back: 2, of which the signer asks the chain");
    assertThat(state(confirmed)).isEqualTo("CONFIRMED");
    assertThat(state(open)).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(
            one(
                "SELECT reason IS NULL AND counted AND signed_base = -1.5 AND transaction_bytes IS NOT NULL"
                    + " AND ended_at IS NULL AND created_at < now() FROM ledger.intents WHERE intent_id = ?",
                open))
        .isEqualTo("t");
  }

  @Test
  void anEventThatIsLostOrCannotBeReadStopsTheWalletAndIsNamed() throws Exception {
    var first = history.intent(true);
    history.signed(first);
    history.signed(history.intent(true));
    history.signed(history.intent(true));
    history.events.set(1, history.events.get(1).toBuilder().setBotId("none").build());
    publish();
    marks("hot:", SignerMarks.newBuilder().setHot(HotMark.newBuilder().setSequence(5)));
    assertThat(command.run(history.wallet, false, false)).isEqualTo(1);
    assertThat(told()).contains("not done: executions-v1 lacks events", "numbers: 2, 4 to 5.");
    assertThat(state(first)).isEqualTo("none");
    assertThat(orders()).isEmpty();
  }

  @Test
  void anIntentThatNobodyBelievesIsCountedAsAnyOrder() throws Exception {
    var id = history.intent(true);
    history.signed(id);
    history.intents.computeIfPresent(
        id,
        (same, sourced) ->
            new SourcedIntent(
                3,
                3,
                sourced.payload().toBuilder().setSizeBase("many").setReduceOnly(true).build()));
    publish();
    assertThat(command.run(history.wallet, false, false)).isZero();
    assertThat(
            one(
                "SELECT counted AND NOT reducing AND topic_offset = -1 FROM ledger.intents WHERE intent_id = ?",
                id))
        .isEqualTo("t");
  }

  @Test
  void theOrderNamesTheHoldAndWhoGaveIt() throws Exception {
    history.signed(history.intent(true));
    publish();
    var hold =
        HoldMark.newBuilder().setLedgerSequence(0).setMarkSequence(1).setAtMs(1_780_000_000_123L);
    standing(StandingMark.newBuilder().setVersion(2).setHold(hold));

    assertThat(command.run(history.wallet, false, false)).as("no signer runs").isEqualTo(1);
    assertThat(told()).contains("held since").contains("where none runs it does so at its start");
    var order = orders().getFirst();
    assertThat(order.getBy()).isEqualTo("somebody");
    assertThat(order.getOwner()).isEqualTo(history.owner);
    assertThat(order.getReconciled().getHold()).isEqualTo(hold.build());
    assertThat(order.getReconciled().getMarksLost()).isFalse();
    assertThat(order.getReconciled().getRowsPutBack()).isEqualTo(1);
    assertThat(mended())
        .as("the ledger names the order and its hold")
        .isEqualTo(order.getEnvelope().getEventId() + " 0 1 1780000000123");
  }

  @Test
  void marksThatWereSetBackAreNotGoneAgainstUnlessSomebodySaysSo() throws Exception {
    run(
        "INSERT INTO ledger.wallets (agent_wallet, topic_partition, last_sequence, marked_sequence, marked_version)"
            + " VALUES (?, ?, 9, 9, 5)",
        history.wallet,
        KafkaRecords.partition(history.wallet));
    standing(
        StandingMark.newBuilder()
            .setVersion(1)
            .setHold(HoldMark.newBuilder().setLedgerSequence(9).setAtMs(1)));
    assertThatThrownBy(() -> command.run(history.wallet, false, false))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("--marks-lost");
    assertThat(orders()).isEmpty();

    assertThat(command.run(history.wallet, false, true)).isEqualTo(1);
    assertThat(orders().getFirst().getReconciled().getMarksLost()).isTrue();
    assertThat(last()).isEqualTo("9");
  }

  @Test
  void stateThatWasSetBackIsToldAgain() throws Exception {
    TestState.insert(platform, history);
    standing(
        StandingMark.newBuilder()
            .setVersion(3)
            .setStateVersion(40)
            .addBots(
                BotMark.newBuilder()
                    .setBotId(history.bot.toString())
                    .setPolicyVersion(6)
                    .addEnded(GrantMark.newBuilder().setGrantId(history.grant.toString())))
            .addStops(StopMark.newBuilder().setStopId(STOP.toString()).setKind(3).setOrigin(1)));

    assertThat(command.run(history.wallet, false, false)).isZero();
    assertThat(told())
        .contains("its version is below 40", "1 ended grants live in it", "1 stops do not hold")
        .contains("grants ended: 1", "has to save the policy again");
    assertThat(
            one(
                "SELECT state_version FROM control.agent_wallets WHERE address = ?",
                history.wallet))
        .isEqualTo("41");
    assertThat(
            one(
                "SELECT ended_at IS NOT NULL AND wrapped_ek IS NULL FROM control.grants WHERE grant_id = ?",
                history.grant))
        .isEqualTo("t");
    assertThat(one("SELECT kind FROM control.stops WHERE stop_id = ?", STOP)).isEqualTo("3");
    assertThat(one("SELECT policy_floor FROM control.bots WHERE bot_id = ?", history.bot))
        .isEqualTo("6");
    assertThat(command.run(history.wallet, false, false)).isZero();
    assertThat(told()).contains("nothing was changed");
  }

  @Test
  void onlyAnUnknownOutcomeIsResolved() throws Exception {
    var ended = history.intent(true);
    history.signed(ended);
    history.end(ended, KindCase.CONFIRMED);
    publish();
    command.run(history.wallet, false, false);
    var resolve =
        new ResolveCommand(
            connections, Clock.systemUTC(), "somebody", new PrintStream(told, true, UTF_8));
    for (var known : List.of(ended, new UUID(1, 1))) {
      assertThatThrownBy(() ->
              resolve.run(
                  new ResolveCommand.Request(
                      known, Resolution.RESOLUTION_EXPIRED, "EXPIRED", "seen")))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining(known.equals(ended) ? "is CONFIRMED" : "has no intent");
    }
  }
}

package io.quantumvault.audit.trail;

import static io.quantumvault.audit.TestTrail.INTENTS;
import static io.quantumvault.audit.TestTrail.SIGNALS;
import static io.quantumvault.audit.TestTrail.offset;
import static io.quantumvault.audit.TestTrail.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.audit.TestTrail;
import io.quantumvault.audit.TrailDatabase;
import io.quantumvault.audit.checkpoint.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail on a real database: failures in the middle, two writers, restored backups. */
class AuditTrailIT {
  private final TestKey key = TestKey.fresh();
  private final TrailDatabase database = TrailDatabase.create();
  private final HikariDataSource pool = database.pool();
  private @TempDir Path folder;
  private Path publicKey;

  @BeforeEach
  void writeKey() throws IOException {
    publicKey = folder.resolve("audit-checkpoint.pub");
    Files.write(publicKey, key.publicKey());
  }

  @AfterEach
  void close() {
    pool.close();
    TrailDatabase.dropAll();
  }

  @Test
  void aTransactionThatDiesBeforeItsCommitLeavesNothing() {
    FailingCommits failing = new FailingCommits(pool);
    AuditTrail trail = TestTrail.open(failing.dataSource(), folder, key);
    trail.append(records(0, 5));
    failing.failNext(false);
    assertThatThrownBy(() -> trail.append(records(5, 9))).isInstanceOf(StoreFailed.class);
    assertThat(trail.positions()).containsEntry(SIGNALS, offset(4) + 1);
    trail.append(records(5, 9));
    trail.checkpoint();
    intact("3 logs, 16 leaves");
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotRepeated() {
    FailingCommits failing = new FailingCommits(pool);
    AuditTrail trail = TestTrail.open(failing.dataSource(), folder, key);
    trail.append(records(0, 5));
    failing.failNext(true);
    assertThatThrownBy(() -> trail.append(records(5, 9))).isInstanceOf(StoreFailed.class);
    assertThat(trail.positions()).containsEntry(SIGNALS, offset(8) + 1);
    trail.append(records(5, 12));
    failing.failNext(true);
    assertThatThrownBy(trail::checkpoint).isInstanceOf(StoreFailed.class);
    trail.checkpoint();
    intact("3 logs, 20 leaves");
  }

  @Test
  void aSecondWriterWithAnOldHeadCannotFork() {
    AuditTrail first = TestTrail.open(pool, folder, key);
    AuditTrail second = TestTrail.open(pool, folder, key);
    first.append(records(0, 5));
    assertThat(second.positions()).containsEntry(SIGNALS, offset(4) + 1);
    first.append(records(5, 9));
    long before = second.ensureOpen();
    assertThatThrownBy(() -> second.append(records(5, 12))).isInstanceOf(StoreFailed.class);
    assertThat(second.ensureOpen()).isGreaterThan(before);
    second.append(records(5, 12));
    second.checkpoint();
    assertThatThrownBy(() -> first.append(records(9, 12))).isInstanceOf(StoreFailed.class);
    first.checkpoint();
    intact("3 logs, 20 leaves");
  }

  @Test
  void aDatabaseRestoredUnderARunningWriterRefusesTheGap() {
    AuditTrail trail = TestTrail.open(pool, folder, key);
    trail.append(records(0, 5));
    trail.append(records(5, 9));
    database.tamper(
        "DELETE FROM audit.leaves WHERE topic = 'signals-v1' AND leaf_index >= 5",
        "DELETE FROM audit.nodes WHERE topic = 'signals-v1' AND (node_index + 1) << level > 5",
        "DELETE FROM audit.batches WHERE topic = 'signals-v1' AND first_index >= 5");
    assertThatThrownBy(() -> trail.append(records(9, 12))).isInstanceOf(StoreFailed.class);
    assertThat(trail.positions()).containsEntry(SIGNALS, offset(4) + 1);
    trail.append(records(5, 12));
    trail.checkpoint();
    intact("3 logs, 20 leaves");
  }

  @Test
  void aRestoredDatabaseComesBackToTheSameHeads() {
    TrailDatabase backup = writeAndTakeBackup();
    try (HikariDataSource restored = backup.pool()) {
      AuditTrail trail = TestTrail.open(restored, folder, key);
      assertThat(trail.positions()).containsEntry(SIGNALS, offset(4) + 1);
      assertThat(trail.recovering()).isTrue();
      // Some of them again, as after a restart of the consumer.
      trail.append(records(2, 7));
      trail.checkpoint();
      assertThat(trail.recovering()).isTrue();
      trail.append(records(7, 12));
      trail.sourceExhausted();
      assertThat(trail.recovering()).isFalse();
      var verdict = backup.verify(publicKey, folder.resolve("checkpoints/heads.note"));
      assertThat(verdict.out()).contains("INTACT: 3 logs, 24 leaves");
    }
  }

  @Test
  void aRestoredDatabaseThatIsGivenOtherRecordsStops() {
    TrailDatabase backup = writeAndTakeBackup();
    try (HikariDataSource restored = backup.pool()) {
      AuditTrail trail = TestTrail.open(restored, folder, key);
      trail.append(List.of(TestTrail.record(SIGNALS, offset(5), TestTrail.signal(99))));
      trail.append(records(6, 12));
      assertThatThrownBy(trail::checkpoint)
          .isInstanceOf(TrailDisagrees.class)
          .hasMessageContaining("signals-v1/0 at size 9 has another root");
    }
  }

  @Test
  void aRestoredDatabaseThatKafkaCannotFillStops() {
    TrailDatabase backup = writeAndTakeBackup();
    try (HikariDataSource restored = backup.pool()) {
      AuditTrail trail = TestTrail.open(restored, folder, key);
      trail.append(records(5, 7));
      assertThatThrownBy(trail::sourceExhausted)
          .isInstanceOf(TrailDisagrees.class)
          .hasMessageContaining("signed at size");
    }
  }

  @Test
  void anotherDatabaseThanTheOneOutsideStops() {
    writeAndTakeBackup();
    TrailDatabase other = TrailDatabase.create();
    try (HikariDataSource forged = other.pool()) {
      AuditTrail forger = TestTrail.open(forged, folder.resolve("forger"), key);
      forger.append(records(1, 20));
      forger.checkpoint();
      assertThatThrownBy(() -> TestTrail.open(forged, folder, key).ensureOpen())
          .isInstanceOf(TrailDisagrees.class)
          .hasMessageContaining("is not the one kept outside");
    }
  }

  @Test
  void aNoteOfAnotherKeyStops() {
    AuditTrail trail = TestTrail.open(pool, folder, key);
    trail.append(records(0, 5));
    trail.checkpoint();
    assertThatThrownBy(() -> TestTrail.open(pool, folder, TestKey.fresh()).ensureOpen())
        .isInstanceOf(TrailDisagrees.class)
        .hasMessageContaining("not one of this key");
  }

  @Test
  void aDatabaseBehindTheNoteWithoutTheLeavesBetweenStops() throws IOException {
    TrailDatabase backup = writeAndTakeBackup();
    Files.delete(folder.resolve("checkpoints/heads.log"));
    try (HikariDataSource restored = backup.pool()) {
      assertThatThrownBy(() -> TestTrail.open(restored, folder, key).ensureOpen())
          .isInstanceOf(TrailDisagrees.class)
          .hasMessageContaining("are not in heads.log");
    }
  }

  @Test
  void theFilesOutsideAreMadeGoodFromTheDatabase() throws IOException {
    AuditTrail trail = TestTrail.open(pool, folder, key);
    trail.append(records(0, 5));
    trail.checkpoint();
    Path log = folder.resolve("checkpoints/heads.log");
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, new byte[] {'q', '\n', '1'}, StandardOpenOption.APPEND);
    TestTrail.open(pool, folder, key).ensureOpen();
    assertThat(log).hasBinaryContent(whole);
    Files.delete(log);
    Files.delete(folder.resolve("checkpoints/heads.note"));
    TestTrail.open(pool, folder, key).ensureOpen();
    assertThat(log).hasBinaryContent(whole);
    intact("3 logs, 10 leaves");
  }

  @Test
  void aRecordThatCannotBeIndexedIsALeafAllTheSame() {
    AuditTrail trail = TestTrail.open(pool, folder, key);
    byte[] odd =
        io.quantumvault.schemas.v1.Signal.newBuilder()
            .setEnvelope(
                io.quantumvault.schemas.v1.Envelope.newBuilder()
                    .setEventId("no id")
                    .setOccurredAtMs(Long.MAX_VALUE))
            .setOwner("nul \u0000 in the middle")
            .build()
            .toByteArray();
    trail.append(List.of(TestTrail.record(SIGNALS, 0, odd)));
    trail.append(List.of(TestTrail.record(INTENTS, 0, new byte[0])));
    trail.checkpoint();
    intact("3 logs, 4 leaves");
  }

  /** Signed after 5, 9 and 12 records; the backup is from after 5. */
  private TrailDatabase writeAndTakeBackup() {
    try (HikariDataSource early = database.pool()) {
      AuditTrail trail = TestTrail.open(early, folder, key);
      trail.append(records(0, 5));
      trail.checkpoint();
    }
    TrailDatabase backup = database.copy();
    try (HikariDataSource late = database.pool()) {
      AuditTrail trail = TestTrail.open(late, folder, key);
      trail.append(records(5, 9));
      trail.checkpoint();
      trail.append(records(9, 12));
      trail.checkpoint();
    }
    return backup;
  }

  private void intact(String what) {
    var verdict = database.verify(publicKey, folder.resolve("checkpoints/heads.note"));
    assertThat(verdict.out()).contains("INTACT: " + what);
    assertThat(verdict.exit()).isZero();
  }
}

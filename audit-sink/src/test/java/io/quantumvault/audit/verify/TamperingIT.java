package io.quantumvault.audit.verify;

import static io.quantumvault.audit.TestTrail.eventId;
import static io.quantumvault.audit.TestTrail.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.audit.TestTrail;
import io.quantumvault.audit.TrailDatabase;
import io.quantumvault.audit.checkpoint.CheckpointBody;
import io.quantumvault.audit.checkpoint.SignedNote;
import io.quantumvault.audit.checkpoint.TestKey;
import io.quantumvault.audit.leaf.LeafBytes;
import io.quantumvault.audit.merkle.Hashing;
import io.quantumvault.audit.trail.AuditTrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody with all rights on the database can do, and what the verifier says to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperingIT {
  private static final String SIGNALS = "topic = 'signals-v1' AND topic_partition = 0";
  private static final String AT_7 = SIGNALS + " AND leaf_index = 7";

  private final TestKey key = TestKey.fresh();
  private final TrailDatabase untouched = TrailDatabase.create();
  private static @TempDir Path folder;
  private Path publicKey;
  private Path checkpoint;
  private TrailDatabase database;

  /** 21 signals and 11 intents, signed after 7, 14 and 21 signals. */
  @BeforeAll
  void write() throws IOException {
    publicKey = folder.resolve("audit-checkpoint.pub");
    checkpoint = folder.resolve("checkpoints/heads.note");
    Files.write(publicKey, key.publicKey());
    try (HikariDataSource pool = untouched.pool()) {
      AuditTrail trail = TestTrail.open(pool, folder, key);
      for (int from = 0; from < 21; from += 7) {
        trail.append(records(from, from + 7));
        trail.checkpoint();
      }
    }
  }

  @BeforeEach
  void copy() {
    database = untouched.copy();
  }

  @AfterAll
  void dropAll() {
    TrailDatabase.dropAll();
  }

  @AfterEach
  void drop() {
    database.drop();
  }

  @Test
  void anUntouchedTrailIsIntact() {
    TrailDatabase.Verdict verdict = database.verify(publicKey, checkpoint);
    assertThat(verdict.out()).endsWith("INTACT: 3 logs, 38 leaves\n").contains("signals-v1/0");
    assertThat(verdict.exit()).isZero();
  }

  @Test
  void anEditedLeafIsNamed() {
    database.tamper("UPDATE audit.leaves SET leaf = set_byte(leaf, 90, 65) WHERE " + AT_7);
    broken("signals-v1/0 index 7 ", "edited: its bytes do not have its hash");
  }

  @Test
  void anEditedLeafWithANewHashIsNamedByItsNode() {
    database.tamper(
        "UPDATE audit.leaves SET leaf = set_byte(leaf, length(leaf) - 1, 65) WHERE " + AT_7,
        "UPDATE audit.leaves SET leaf_hash = sha256('\\x00'::bytea || leaf) WHERE " + AT_7);
    broken("signals-v1/0 index 6", "leaves 6 to 7: the leaves do not give the stored node");
  }

  @Test
  void anEditedLeafThatNoNodeCoversIsNamedByTheSignedRoot() {
    database.tamper(
        "UPDATE audit.leaves SET leaf = set_byte(leaf, length(leaf) - 1, 65) WHERE "
            + SIGNALS
            + " AND leaf_index = 20",
        "UPDATE audit.leaves SET leaf_hash = sha256('\\x00'::bytea || leaf) WHERE "
            + SIGNALS
            + " AND leaf_index = 20");
    broken("signals-v1/0 index 14", "do not give the root signed at size 21");
  }

  @Test
  void aRewrittenHistoryWithAllItsNodesIsNamedByTheSignedRoot() throws IOException {
    database.tamper("DELETE FROM audit.leaves", "DELETE FROM audit.nodes");
    database.tamper("DELETE FROM audit.batches");
    try (HikariDataSource pool = database.pool()) {
      AuditTrail forger = TestTrail.open(pool, folder.resolve("forger"), TestKey.fresh());
      forger.append(records(0, 3));
      forger.append(
          java.util.List.of(
              TestTrail.record(TestTrail.SIGNALS, TestTrail.offset(3), TestTrail.signal(99))));
      forger.append(records(4, 21));
    }
    broken("signals-v1/0 index 0", "do not give the root signed at size 7");
  }

  @Test
  void columnsThatHideALeafFromQueriesAreNamed() {
    database.tamper("UPDATE audit.leaves SET owner = 'Somebody' WHERE " + AT_7);
    broken("signals-v1/0 index 7 event " + eventId(7), "edited: the columns");
  }

  @Test
  void aDeletedLeafIsNamed() {
    database.tamper("DELETE FROM audit.leaves WHERE " + AT_7);
    broken("signals-v1/0 index 7", "deleted: after leaf 6 comes leaf 8");
  }

  @Test
  void leavesWhoseBytesWereSwappedAreNamed() {
    database.tamper(
        "UPDATE audit.leaves l SET leaf = o.leaf, leaf_hash = o.leaf_hash FROM audit.leaves o"
            + " WHERE l.topic = 'signals-v1' AND o.topic = 'signals-v1'"
            + " AND (l.leaf_index, o.leaf_index) IN ((7, 12), (12, 7))");
    broken("signals-v1/0 index 7 event " + eventId(12), "reordered");
  }

  @Test
  void leavesWhoseRowsWereSwappedAreNamed() {
    database.tamper(
        "UPDATE audit.leaves SET leaf_index = 1000 WHERE " + AT_7,
        "UPDATE audit.leaves SET leaf_index = 7 WHERE " + SIGNALS + " AND leaf_index = 8",
        "UPDATE audit.leaves SET leaf_index = 8 WHERE " + SIGNALS + " AND leaf_index = 1000");
    broken("signals-v1/0 index 6", "leaves 6 to 7: the leaves do not give the stored node");
  }

  @Test
  void aLeafInsertedBetweenOthersIsNamed() {
    database.tamper(
        "UPDATE audit.leaves SET leaf_index = leaf_index + 1000 WHERE "
            + SIGNALS
            + " AND leaf_index >= 8",
        "UPDATE audit.leaves SET leaf_index = leaf_index - 999 WHERE "
            + SIGNALS
            + " AND leaf_index >= 1000",
        forged(8, 11));
    broken("signals-v1/0 index 8", "leaves 8 to 9: the leaves do not give the stored node");
  }

  @Test
  void aLeafInsertedAtTheEndIsNamed() {
    database.tamper(forged(21, 500));
    broken("signals-v1/0 index 21 event " + eventId(77), "inserted: it belongs to no batch");
  }

  @Test
  void aTailCutOffOneLogIsNamed() {
    cutSignalsAt(14);
    broken("signals-v1/0 index 14", "truncated: the heads log has it at size 21");
  }

  @Test
  void aTailCutOffEverywhereIsNamedByTheCheckpointOutside() {
    cutSignalsAt(14);
    database.tamper(
        "DELETE FROM audit.leaves WHERE topic = 'intents-v1' AND leaf_index >= 7",
        "DELETE FROM audit.batches WHERE topic = 'intents-v1' AND first_index >= 7",
        "DELETE FROM audit.nodes WHERE topic = 'intents-v1' AND (node_index + 1) << level > 7",
        "DELETE FROM audit.checkpoints WHERE origin LIKE '%/intents-v1/1' AND tree_size > 7",
        "DELETE FROM audit.leaves WHERE topic = 'heads' AND leaf_index >= 4",
        "DELETE FROM audit.batches WHERE topic = 'heads' AND first_index >= 4",
        "DELETE FROM audit.nodes WHERE topic = 'heads' AND (node_index + 1) << level > 4",
        "DELETE FROM audit.checkpoints WHERE origin LIKE '%/heads' AND tree_size > 4");
    assertThat(database.verify(publicKey, null).exit()).isZero();
    broken("intents-v1/1 index 7", "truncated: the heads log has it at size 11");
    broken(
        "signals-v1/0 index 14",
        "heads/0 index 4: truncated: the checkpoint outside the database was signed at size 6");
  }

  @Test
  void aLogOfWhichNothingIsLeftIsNamed() {
    cutSignalsAt(0);
    broken("signals-v1/0 index 0", "deleted: nothing is left");
  }

  @Test
  void aBatchThatIsMissingIsNamed() {
    database.tamper("DELETE FROM audit.batches WHERE " + SIGNALS + " AND first_index = 14");
    broken("signals-v1/0 index 14 event " + eventId(14), "it belongs to no batch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signals-v1", "heads"})
  void aNodeThatWasChangedIsNamed(String topic) {
    database.tamper(
        "UPDATE audit.nodes SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)"
            + " WHERE level = 2 AND node_index = 0 AND topic = '"
            + topic
            + "'");
    broken(topic + "/0 index 0", "leaves 0 to 3: the leaves do not give the stored node 0");
  }

  @Test
  void aNodeThatIsMissingIsNamed() {
    database.tamper("DELETE FROM audit.nodes WHERE " + SIGNALS + " AND level = 3");
    broken("signals-v1/0 index 0", "node 0 of level 3 is missing");
  }

  @Test
  void aDeletedCheckpointIsNamed() {
    database.tamper(
        "DELETE FROM audit.checkpoints WHERE origin LIKE '%/signals-v1/0' AND tree_size = 14");
    broken("signals-v1/0 index 7", "deleted: its checkpoint at size 14");
  }

  @Test
  void aCheckpointOfAnotherKeyIsNamed() {
    String origin = "quantumvault.local/audit/signals-v1/0";
    String text = new CheckpointBody(origin, 14, new byte[32]).text();
    database.tamper(
        "UPDATE audit.checkpoints SET note = '"
            + SignedNote.sign(text, origin, TestKey.fresh())
            + "' WHERE origin LIKE '%/signals-v1/0' AND tree_size = 14");
    broken("signals-v1/0 index 7", "carries no valid signature of " + origin);
  }

  @Test
  void aCheckpointRowThatDoesNotSayWhatWasSignedIsNamed() {
    database.tamper(
        "UPDATE audit.checkpoints SET root_hash = sha256('')"
            + " WHERE origin LIKE '%/signals-v1/0' AND tree_size = 14");
    broken("signals-v1/0 index 7", "does not say what its row says");
  }

  /** Whoever has the key as well can sign another root; the leaves and the heads log deny it. */
  @Test
  void aCheckpointThatWasSignedOverAnotherRootIsNamed() {
    String origin = "quantumvault.local/audit/signals-v1/0";
    String note = SignedNote.sign(new CheckpointBody(origin, 14, new byte[32]).text(), origin, key);
    database.tamper(
        "UPDATE audit.checkpoints SET root_hash = decode(repeat('00', 32), 'hex'), note = '"
            + note
            + "' WHERE origin = '"
            + origin
            + "' AND tree_size = 14");
    broken("signals-v1/0 index 7", "do not give the root signed at size 14");
  }

  @Test
  void aCheckpointOutsideThatIsForgedIsNamed() throws IOException {
    String origin = "quantumvault.local/audit/heads";
    String text = new CheckpointBody(origin, 4, new byte[32]).text();
    Path forged = folder.resolve("forged.note");
    Files.writeString(forged, SignedNote.sign(text, origin, TestKey.fresh()));
    assertThat(database.verify(publicKey, forged).out())
        .contains("BROKEN: heads/0: the checkpoint outside carries no valid signature");
    Files.writeString(forged, SignedNote.sign(text, origin, key));
    assertThat(database.verify(publicKey, forged).out())
        .contains("BROKEN: heads/0 index 2", "at size 4, has another root");
  }

  @Test
  void whatCannotBeCheckedIsNotCalledIntact() {
    assertThat(database.verify(folder.resolve("absent.pub"), null).exit()).isEqualTo(2);
    assertThat(database.verify(publicKey, folder.resolve("absent.note")).exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.leaves SET owner = 'x'",
        "DELETE FROM audit.leaves",
        "UPDATE audit.nodes SET level = 9",
        "DELETE FROM audit.nodes",
        "UPDATE audit.batches SET last_offset = 0",
        "DELETE FROM audit.batches",
        "UPDATE audit.checkpoints SET note = ''",
        "DELETE FROM audit.checkpoints",
        "TRUNCATE audit.leaves, audit.nodes, audit.batches, audit.checkpoints",
        "DROP TABLE audit.leaves",
        "ALTER TABLE audit.leaves DISABLE TRIGGER ALL"
      })
  void theSinksOwnRoleCannotTamper(String statement) throws SQLException {
    try (HikariDataSource pool = database.pool();
        var connection = pool.getConnection();
        var sql = connection.createStatement()) {
      assertThatThrownBy(() -> sql.execute(statement))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
    }
  }

  private void broken(String where, String what) {
    TrailDatabase.Verdict verdict = database.verify(publicKey, checkpoint);
    assertThat(verdict.out()).contains(where, what, "\nBROKEN: ");
    assertThat(verdict.exit()).isEqualTo(1);
  }

  private void cutSignalsAt(int size) {
    database.tamper(
        "DELETE FROM audit.leaves WHERE " + SIGNALS + " AND leaf_index >= " + size,
        "DELETE FROM audit.batches WHERE " + SIGNALS + " AND first_index >= " + size,
        "DELETE FROM audit.nodes WHERE " + SIGNALS + " AND (node_index + 1) << level > " + size,
        "DELETE FROM audit.checkpoints WHERE origin LIKE '%/signals-v1/0' AND tree_size > " + size);
  }

  /** A well-formed leaf that never was a record, with all its columns. */
  private static String forged(long index, long offset) {
    var record = TestTrail.record(TestTrail.SIGNALS, offset, TestTrail.signal(77));
    byte[] leaf = LeafBytes.of(record.record());
    HexFormat hex = HexFormat.of();
    return "INSERT INTO audit.leaves VALUES ('signals-v1', 0, %d, %d, '%s', '%s', '%s', to_timestamp(%d / 1000.0), '\\x%s', '\\x%s')"
        .formatted(
            index,
            offset,
            record.event().correlationId(),
            record.event().owner(),
            record.event().botId(),
            record.event().occurredAtMs(),
            hex.formatHex(leaf),
            hex.formatHex(Hashing.leaf(leaf)));
  }
}

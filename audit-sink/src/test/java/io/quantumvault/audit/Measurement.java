package io.quantumvault.audit;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.audit.checkpoint.TestKey;
import io.quantumvault.audit.leaf.SourceRecord;
import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.trail.AuditTrail;
import io.quantumvault.audit.trail.IndexedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Appends many leaves to a real database and verifies them: prints how long it took. */
public final class Measurement {
  private static final int BATCH = 2000;

  private Measurement() {}

  /** The first argument is the number of leaves. */
  public static void main(String[] args) throws IOException {
    int leaves = Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("audit-measurement");
    TestKey key = TestKey.fresh();
    Path publicKey = folder.resolve("key.pub");
    Files.write(publicKey, key.publicKey());
    TrailDatabase database = TrailDatabase.create();
    try (HikariDataSource pool = database.pool()) {
      AuditTrail trail = TestTrail.open(pool, folder, key);
      long start = System.nanoTime();
      for (int from = 0; from < leaves; from += BATCH) {
        List<IndexedRecord> records = new ArrayList<>();
        for (int i = from; i < from + BATCH; i++) {
          records.add(record(i));
        }
        trail.append(records);
        trail.checkpoint();
      }
      report("append and sign", leaves, start);
    }
    long start = System.nanoTime();
    var verdict = database.verify(publicKey, folder.resolve("checkpoints/heads.note"));
    report("verify", leaves, start);
    System.out.print(verdict.out());
    database.drop();
  }

  private static IndexedRecord record(int i) {
    LogName log = TestTrail.SIGNALS;
    IndexedRecord indexed = TestTrail.record(log, i, TestTrail.signal(i));
    SourceRecord record = indexed.record();
    byte[] key =
        "11111111111111111111111111111111111111111111"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return new IndexedRecord(
        new SourceRecord(
            record.topic(), record.partition(), i, record.timestampMs(), key, record.value()),
        indexed.event());
  }

  private static void report(String what, int leaves, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%s: %d leaves in %.1f s, %.0f/s%n", what, leaves, seconds, leaves / seconds);
  }
}

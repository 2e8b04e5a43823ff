package io.quantumvault.audit;

import io.quantumvault.audit.checkpoint.Origins;
import io.quantumvault.audit.checkpoint.TestKey;
import io.quantumvault.audit.inbound.EventReader;
import io.quantumvault.audit.leaf.SourceRecord;
import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.outbound.FileOutsideHeads;
import io.quantumvault.audit.outbound.PostgresLogStore;
import io.quantumvault.audit.trail.AuditTrail;
import io.quantumvault.audit.trail.IndexedRecord;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Signal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A trail of two logs, fed by hand instead of by Kafka. */
public final class TestTrail {
  /** What the tests' logs are called. */
  public static final Origins ORIGINS = new Origins("quantumvault.local/audit");

  /** The log with parsable records. */
  public static final LogName SIGNALS = new LogName("signals-v1", 0);

  /** The log with records that are none of ours. */
  public static final LogName INTENTS = new LogName("intents-v1", 1);

  private TestTrail() {}

  /** Over this database and this folder outside it. */
  public static AuditTrail open(DataSource database, Path outside, TestKey key) {
    return new AuditTrail(
        new PostgresLogStore(database, ORIGINS),
        new FileOutsideHeads(outside),
        (origin, note) -> {},
        key,
        ORIGINS,
        List.of(SIGNALS, INTENTS));
  }

  /** Records of both logs; every third offset is left out, as by transaction markers. */
  public static List<IndexedRecord> records(int from, int to) {
    List<IndexedRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(record(SIGNALS, offset(i), signal(i)));
      if (i % 2 == 0) {
        records.add(
            record(INTENTS, offset(i), ("no message " + i).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return records;
  }

  /** Offset of record i. */
  public static long offset(int i) {
    return (long) i + i / 2;
  }

  /** Event id of record i of {@link #SIGNALS}. */
  public static UUID eventId(int i) {
    return new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L + i);
  }

  /** A record with what it can be found by. */
  public static IndexedRecord record(LogName log, long offset, byte[] value) {
    return new IndexedRecord(
        new SourceRecord(
            log.topic(), log.partition(), offset, 1_000_000 + offset, new byte[] {'k'}, value),
        EventReader.read(log.topic(), value));
  }

  /** Value of record i. */
  public static byte[] signal(int i) {
    return Signal.newBuilder()
        .setEnvelope(
            Envelope.newBuilder()
                .setEventId(eventId(i).toString())
                .setCorrelationId(new UUID(7, i).toString())
                .setOccurredAtMs(1_763_596_800_000L + i))
        .setOwner("Owner" + i)
        .setBotId(new UUID(9, i).toString())
        .setMarket("SOL-PERP")
        .build()
        .toByteArray();
  }
}

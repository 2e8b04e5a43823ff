package io.quantumvault.audit.trail;

import io.quantumvault.audit.checkpoint.CheckpointBody;
import io.quantumvault.audit.checkpoint.NoteKey;
import io.quantumvault.audit.checkpoint.Origins;
import io.quantumvault.audit.checkpoint.SignedNote;
import io.quantumvault.audit.leaf.LeafBytes;
import io.quantumvault.audit.leaf.SourceRecord;
import io.quantumvault.audit.log.Batch;
import io.quantumvault.audit.log.Entry;
import io.quantumvault.audit.log.EventIndex;
import io.quantumvault.audit.log.LogHead;
import io.quantumvault.audit.log.LogName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All logs of the trail. What it holds in memory is only a copy of what is committed: after any
 * failure it reads everything again, compares it with the copy outside, and starts a new
 * generation, whose {@link #positions()} say from which offsets records have to come. Safe for use
 * by a thread that appends and one that signs.
 */
public final class AuditTrail {
  private static final int REPLAY_CHUNK = 500;

  private final LogStore store;
  private final OutsideHeads outside;
  private final HeadsPublisher publisher;
  private final NoteKey key;
  private final Origins origins;
  private final Collection<LogName> sources;
  private final Map<LogName, LogHead> heads = new TreeMap<>();
  private final Map<LogName, Long> signedSizes = new HashMap<>();
  private Deque<CheckpointBody> missing = new ArrayDeque<>();
  private boolean open;
  private long generation;

  /**
   * @param sources the logs that records may come for
   */
  public AuditTrail(
      LogStore store,
      OutsideHeads outside,
      HeadsPublisher publisher,
      NoteKey key,
      Origins origins,
      Collection<LogName> sources) {
    this.store = store;
    this.outside = outside;
    this.publisher = publisher;
    this.key = key;
    this.origins = origins;
    this.sources = List.copyOf(sources);
  }

  /**
   * Reads the store where that is due, and returns the generation.
   *
   * @throws TrailDisagrees where the store is not what the copy outside says
   */
  public synchronized long ensureOpen() {
    if (!open) {
      var names = new TreeSet<>(sources);
      names.add(LogName.HEADS);
      Map<LogName, StoredLog> stored = store.load(names);
      heads.clear();
      signedSizes.clear();
      stored.forEach((log, found) -> {
        heads.put(log, found.head());
        signedSizes.put(log, found.checkpointedSize());
      });
      missing = new OutsideCheck(store, outside, key, headsOrigin()).compare(head(LogName.HEADS));
      String newest = store.newestNote(headsOrigin());
      if (newest != null && missing.isEmpty()) {
        publisher.publish(headsOrigin(), newest);
      }
      open = true;
      generation++;
    }
    return generation;
  }

  /** For each source log the offset of the next record it needs. */
  public synchronized Map<LogName, Long> positions() {
    ensureOpen();
    Map<LogName, Long> positions = new LinkedHashMap<>();
    for (LogName log : sources) {
      positions.put(log, head(log).lastOffset() + 1);
    }
    return positions;
  }

  /** Appends records, in their order, in one transaction. Records already appended are skipped. */
  public synchronized void append(List<IndexedRecord> records) {
    ensureOpen();
    Map<LogName, List<Entry>> entries = new TreeMap<>();
    for (IndexedRecord indexed : records) {
      SourceRecord record = indexed.record();
      LogName log = new LogName(record.topic(), record.partition());
      if (record.offset() > head(log).lastOffset()) {
        entries
            .computeIfAbsent(log, name -> new ArrayList<>())
            .add(new Entry(record.offset(), indexed.event(), LeafBytes.of(record)));
      }
    }
    List<Batch> batches = new ArrayList<>();
    entries.forEach((log, added) -> batches.add(head(log).append(added)));
    if (!batches.isEmpty()) {
      commit(batches, List.of());
    }
  }

  /** Leaves of source logs that no checkpoint covers yet. */
  public synchronized long unsigned() {
    return heads.keySet().stream()
        .filter(log -> !log.equals(LogName.HEADS))
        .mapToLong(log -> head(log).size() - signedSizes.getOrDefault(log, 0L))
        .sum();
  }

  /**
   * Signs every log that has grown, adds the bodies to the heads log, and signs that; then brings
   * the copy outside up to date and publishes. Does nothing where nothing is new, and signs nothing
   * new as long as bodies signed earlier are missing.
   */
  public synchronized void checkpoint() {
    ensureOpen();
    if (!replayMissing()) {
      return;
    }
    List<CheckpointBody> bodies = new ArrayList<>();
    heads.forEach((log, head) -> {
      if (!log.equals(LogName.HEADS) && head.size() > signedSizes.getOrDefault(log, 0L)) {
        bodies.add(new CheckpointBody(origins.of(log), head.size(), head.root()));
      }
    });
    if (!bodies.isEmpty()) {
      String note = sign(bodies);
      keepOutside(bodies, note);
      publisher.publish(headsOrigin(), note);
    }
  }

  /**
   * To be called when all records that Kafka holds are appended.
   *
   * @throws TrailDisagrees where that is less than what was signed before
   */
  public synchronized void sourceExhausted() {
    if (!replayMissing()) {
      CheckpointBody next = missing.element();
      throw new TrailDisagrees(
          next.origin()
              + " was signed at size "
              + next.size()
              + ", but Kafka holds no more records than "
              + headOf(next).size());
    }
  }

  /** True while bodies signed before are still missing in the store. */
  public synchronized boolean recovering() {
    return !missing.isEmpty();
  }

  private boolean replayMissing() {
    while (!missing.isEmpty()) {
      List<CheckpointBody> ready = new ArrayList<>();
      while (!missing.isEmpty()
          && ready.size() < REPLAY_CHUNK
          && missing.element().size() <= headOf(missing.element()).size()) {
        ready.add(matching(missing.remove()));
      }
      if (ready.isEmpty()) {
        return false;
      }
      String note = sign(ready);
      if (missing.isEmpty()) {
        outside.write(note);
        publisher.publish(headsOrigin(), note);
      }
    }
    return true;
  }

  private CheckpointBody matching(CheckpointBody body) {
    byte[] root = store.rootAt(headOf(body).log(), body.size());
    if (!MessageDigest.isEqual(root, body.root())) {
      open = false;
      throw new TrailDisagrees(
          body.origin() + " at size " + body.size() + " has another root than was signed before");
    }
    return body;
  }

  private String sign(List<CheckpointBody> bodies) {
    List<Entry> entries = new ArrayList<>();
    List<SignedCheckpoint> checkpoints = new ArrayList<>();
    long index = head(LogName.HEADS).size();
    for (CheckpointBody body : bodies) {
      byte[] leaf = body.text().getBytes(StandardCharsets.UTF_8);
      entries.add(new Entry(index++, EventIndex.NONE, leaf));
      checkpoints.add(new SignedCheckpoint(body, SignedNote.sign(body.text(), body.origin(), key)));
    }
    Batch batch = head(LogName.HEADS).append(entries);
    CheckpointBody top =
        new CheckpointBody(headsOrigin(), batch.after().size(), batch.after().root());
    String note = SignedNote.sign(top.text(), headsOrigin(), key);
    checkpoints.add(new SignedCheckpoint(top, note));
    commit(List.of(batch), checkpoints);
    return note;
  }

  private void commit(List<Batch> batches, List<SignedCheckpoint> checkpoints) {
    open = false;
    store.commit(batches, checkpoints);
    for (Batch batch : batches) {
      heads.put(batch.log(), batch.after());
    }
    for (SignedCheckpoint checkpoint : checkpoints) {
      LogName log = origins.logOf(checkpoint.body().origin());
      if (log != null) {
        signedSizes.put(log, checkpoint.body().size());
      }
    }
    open = true;
  }

  private void keepOutside(List<CheckpointBody> bodies, String note) {
    open = false;
    outside.append(bodies.stream().map(CheckpointBody::text).toList());
    outside.write(note);
    open = true;
  }

  private LogHead headOf(CheckpointBody body) {
    LogName log = origins.logOf(body.origin());
    if (log == null || !heads.containsKey(log)) {
      throw new TrailDisagrees("A checkpoint outside names an unknown log: " + body.origin());
    }
    return head(log);
  }

  private LogHead head(LogName log) {
    LogHead head = heads.get(log);
    if (head == null) {
      throw new IllegalArgumentException("Not a log of this trail: " + log);
    }
    return head;
  }

  private String headsOrigin() {
    return origins.of(LogName.HEADS);
  }
}

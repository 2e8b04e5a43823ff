package io.quantumvault.audit.trail;

import io.quantumvault.audit.checkpoint.CheckpointBody;
import io.quantumvault.audit.checkpoint.NoteKey;
import io.quantumvault.audit.checkpoint.SignedNote;
import io.quantumvault.audit.log.LogHead;
import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.merkle.CompactRange;
import io.quantumvault.audit.merkle.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored heads log with the copy outside, and brings a copy that is behind up to date.
 */
final class OutsideCheck {
  private static final int PAGE = 1000;

  private final LogStore store;
  private final OutsideHeads outside;
  private final NoteKey key;
  private final String headsOrigin;

  OutsideCheck(LogStore store, OutsideHeads outside, NoteKey key, String headsOrigin) {
    this.store = store;
    this.outside = outside;
    this.key = key;
    this.headsOrigin = headsOrigin;
  }

  /**
   * Returns the bodies that were signed before but are no longer in the store; they have to be
   * appended again, in this order, before anything new is signed.
   *
   * @throws TrailDisagrees where the two tell different stories
   */
  Deque<CheckpointBody> compare(LogHead stored) {
    OutsideHeads.Scan scan = outside.scan(stored.size());
    long common = scan.common().size();
    if (!same(scan.common().root(), store.rootAt(LogName.HEADS, common))) {
      throw new TrailDisagrees(
          "The heads log in the database is not the one kept outside: their first "
              + common
              + " leaves differ");
    }
    compareNote(scan, stored);
    catchUpOutside(common, stored.size());
    Deque<CheckpointBody> missing = new ArrayDeque<>();
    for (String body : scan.beyond()) {
      missing.add(CheckpointBody.parse(body));
    }
    return missing;
  }

  private void compareNote(OutsideHeads.Scan scan, LogHead stored) {
    CheckpointBody noted = noted();
    if (noted == null) {
      return;
    }
    byte[] root;
    if (noted.size() <= stored.size()) {
      root = store.rootAt(LogName.HEADS, noted.size());
    } else if (noted.size() <= stored.size() + scan.beyond().size()) {
      root = rootWith(scan, (int) (noted.size() - stored.size()));
    } else {
      throw new TrailDisagrees(
          "The heads log in the database has "
              + stored.size()
              + " leaves, the checkpoint outside was signed at "
              + noted.size()
              + ", and the leaves between are not in heads.log");
    }
    if (!same(root, noted.root())) {
      throw new TrailDisagrees(
          "The checkpoint outside, at size "
              + noted.size()
              + ", has another root than the database");
    }
  }

  private @Nullable CheckpointBody noted() {
    String note = outside.note();
    if (note == null) {
      return null;
    }
    try {
      CheckpointBody body = CheckpointBody.parse(SignedNote.open(note, headsOrigin, key));
      if (body.origin().equals(headsOrigin)) {
        return body;
      }
    } catch (IllegalArgumentException e) {
      throw new TrailDisagrees("The checkpoint outside is not one of this key: " + e.getMessage());
    }
    throw new TrailDisagrees("The checkpoint outside is of another log than " + headsOrigin);
  }

  private static byte[] rootWith(OutsideHeads.Scan scan, int extra) {
    CompactRange range = scan.common().copy();
    for (String body : scan.beyond().subList(0, extra)) {
      range.append(Hashing.leaf(body.getBytes(StandardCharsets.UTF_8)), (id, hash) -> {});
    }
    return range.root();
  }

  private void catchUpOutside(long from, long to) {
    long next = from;
    while (next < to) {
      List<String> page = new ArrayList<>(store.headsFrom(next, PAGE));
      outside.append(page);
      next += page.size();
    }
    String newest = store.newestNote(headsOrigin);
    if (newest != null && (from < to || outside.note() == null)) {
      outside.write(newest);
    }
  }

  private static boolean same(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }
}

package io.quantumvault.audit.verify;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leaves of the heads log: checkpoint bodies, each log's sizes rising. Collects them. */
final class HeadsLeafRule implements LeafRule {
  private final SignedHeads signed;

  HeadsLeafRule(SignedHeads signed) {
    this.signed = signed;
  }

  @Override
  public @Nullable UUID eventId() {
    return null;
  }

  @Override
  public @Nullable String judge(LeafRow row) {
    if (row.offset() != row.index()) {
      return "reordered: it was leaf " + row.offset();
    }
    try {
      return signed.add(NoteReader.head(new String(row.leaf(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return "its bytes are not a checkpoint body";
    }
  }
}

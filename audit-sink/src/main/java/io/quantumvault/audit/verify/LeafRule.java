package io.quantumvault.audit.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the bytes of a leaf must say. Leaves are shown in order, each once. */
interface LeafRule {
  /** Null, or what is wrong. */
  @Nullable String judge(LeafRow row);

  /** The event of the leaf judged last, where it could be read. */
  @Nullable UUID eventId();
}

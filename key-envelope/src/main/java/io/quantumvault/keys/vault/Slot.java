package io.quantumvault.keys.vault;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One key slot without its secret: all else that its key is derived from.
 *
 * @param version of this slot, from 1; no version of a slot is used twice
 * @param keyMessageSha256 of the key message the wallet signs, null for a slot without one
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Slot(UUID id, SlotKind kind, int version, byte @Nullable [] keyMessageSha256) {
  /** Copies the hash and checks its size. */
  public Slot(UUID id, SlotKind kind, int version, byte @Nullable [] keyMessageSha256) {
    if (version < 1) {
      throw new IllegalArgumentException("slot versions count from 1");
    }
    if (keyMessageSha256 != null && keyMessageSha256.length != 32) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes");
    }
    this.id = id;
    this.kind = kind;
    this.version = version;
    this.keyMessageSha256 = keyMessageSha256 == null ? null : keyMessageSha256.clone();
  }

  @Override
  public byte @Nullable [] keyMessageSha256() {
    return keyMessageSha256 == null ? null : keyMessageSha256.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slot that
        && id.equals(that.id)
        && kind == that.kind
        && version == that.version
        && Arrays.equals(keyMessageSha256, that.keyMessageSha256);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + version;
  }
}

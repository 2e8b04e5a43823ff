package io.quantumvault.keys.rotate;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves what the KMS name {@code control} wrapped to its newest version, or to another provider, so
 * that the old version can be destroyed: the outer layer of master-key slots, TOTP seeds and
 * pseudonym keys. No slot secret is needed, the inner layer stays sealed in key memory.
 *
 * <p>The other two names cannot be moved like this, since no service may both unwrap and wrap:
 * {@code execution} needs none, its grants end within a day; an old version of {@code webhook} is
 * kept until every signing secret under it has been replaced by a new one ({@link #inUse} tells).
 */
public final class ControlRewrap {
  private final KeyUnwrapping from;
  private final KeyWrapping to;

  /** Takes what unwraps the old and what wraps the new; usually the same key management. */
  public ControlRewrap(KeyUnwrapping from, KeyWrapping to) {
    this.from = from;
    this.to = to;
  }

  /** One stored value and what it belongs to. */
  @SuppressWarnings("ArrayRecordComponent") // a row on its way from the database
  public record Row(Aad context, byte[] wrapped) {}

  /**
   * Wraps each row anew, in the same order. All or nothing; a caller with many rows may take them
   * in parts, since both versions unwrap meanwhile.
   *
   * @throws IllegalArgumentException for a kind of record that {@code control} does not wrap
   * @throws CryptoFailure when a row does not open
   */
  public List<byte[]> rewrap(List<Row> rows) {
    return rows.stream().map(this::rewrap).toList();
  }

  private byte[] rewrap(Row row) {
    requireControl(row.context());
    try (SecretMemory content = from.unwrap(KeyName.CONTROL, row.context(), row.wrapped())) {
      return to.wrap(KeyName.CONTROL, row.context(), content);
    }
  }

  private static void requireControl(Aad context) {
    boolean control =
        switch (context) {
          case Aad.UmkSlot s -> true;
          case Aad.Totp s -> true;
          case Aad.Pseudonym s -> true;
          case Aad.Profile s -> false;
          case Aad.Entropy s -> false;
          case Aad.Seed s -> false;
          case Aad.Grant s -> false;
          case Aad.WebhookSecret s -> false;
          case Aad.OwnerOrder s -> false;
        };
    if (!control) {
      throw new IllegalArgumentException("control does not wrap this kind of record");
    }
  }

  /**
   * Which versions these stored values of one KMS name need. A version may be destroyed when it is
   * not among them for all rows there are, and no service wraps under it any more.
   *
   * @throws CryptoFailure when a value has no header
   */
  public static Set<WrappedKey.Header> inUse(Collection<byte[]> wrapped) {
    Set<WrappedKey.Header> headers = new HashSet<>();
    wrapped.forEach(bytes -> headers.add(WrappedKey.header(bytes)));
    return Set.copyOf(headers);
  }
}

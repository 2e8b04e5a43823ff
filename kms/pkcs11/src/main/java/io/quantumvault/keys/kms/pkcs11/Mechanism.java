package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/** What a token is to do: a CK_MECHANISM with its parameters, none of them secret. */
final class Mechanism {
  private static final long MECHANISM_BYTES = 24;
  private static final int TAG_BITS = 128;

  /**
   * RSA-OAEP with SHA-1 for hash and mask, and an empty label.
   *
   * <p>SHA-1 is all that SoftHSM 2.6 has here, and every token has it. What breaks SHA-1 are
   * collisions, and OAEP does not depend on there being none: its hash covers only the label, which
   * is fixed, and its mask generation needs output that looks random (RFC 8017, 7.1 and B.1; NIST
   * SP 800-56B allows it for the same reason).
   */
  static final Mechanism RSA_OAEP =
      new Mechanism(
          Ck.CKM_RSA_PKCS_OAEP,
          arena -> {
            MemorySegment parameters = arena.allocate(40, 8);
            parameters.set(JAVA_LONG, 0, Ck.CKM_SHA_1);
            parameters.set(JAVA_LONG, 8, Ck.CKG_MGF1_SHA1);
            parameters.set(JAVA_LONG, 16, Ck.CKZ_DATA_SPECIFIED);
            return parameters;
          });

  private final long type;
  private final Function<Arena, MemorySegment> parameters;

  private Mechanism(long type, Function<Arena, MemorySegment> parameters) {
    this.type = type;
    this.parameters = parameters;
  }

  static Mechanism of(long type) {
    return new Mechanism(type, arena -> MemorySegment.NULL);
  }

  /** AES-GCM with a tag of 16 bytes after the ciphertext. */
  static Mechanism gcm(byte[] iv, byte[] aad) {
    return new Mechanism(
        Ck.CKM_AES_GCM,
        arena -> {
          MemorySegment gcm = arena.allocate(48, 8);
          gcm.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, iv));
          gcm.set(JAVA_LONG, 8, iv.length);
          gcm.set(JAVA_LONG, 16, iv.length * 8L);
          gcm.set(ADDRESS, 24, arena.allocateFrom(JAVA_BYTE, aad));
          gcm.set(JAVA_LONG, 32, aad.length);
          gcm.set(JAVA_LONG, 40, TAG_BITS);
          return gcm;
        });
  }

  MemorySegment in(Arena arena) {
    MemorySegment given = parameters.apply(arena);
    MemorySegment mechanism = arena.allocate(MECHANISM_BYTES, 8);
    mechanism.set(JAVA_LONG, 0, type);
    mechanism.set(ADDRESS, 8, given);
    mechanism.set(JAVA_LONG, 16, given.byteSize());
    return mechanism;
  }
}

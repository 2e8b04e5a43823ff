package io.quantumvault.keys.memory;

/** Cuts and joins secrets without leaving key memory. */
public final class SecretLayout {
  private SecretLayout() {}

  /** A copy of {@code size} bytes from {@code offset}. */
  public static SecretMemory slice(SecretMemory secret, int offset, int size) {
    return SecretMemory.filled(
        size, to -> SecretMemory.copy(to, secret.segment().asSlice(offset, size)));
  }

  /** The secret with public bytes before and after it. */
  public static SecretMemory between(byte[] before, SecretMemory secret, byte[] after) {
    return SecretMemory.filled(
        before.length + secret.size() + after.length,
        to -> {
          PublicBytes.put(before, to.asSlice(0, before.length));
          SecretMemory.copy(to.asSlice(before.length, secret.size()), secret.segment());
          PublicBytes.put(after, to.asSlice((long) before.length + secret.size(), after.length));
        });
  }
}

package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;

/**
 * Lends key memory to a native library outside this package: its address, never its bytes.
 *
 * <p>An address is good for passing to a native function and for nothing else; architecture tests
 * keep the packages that hold one from making a segment of it. It must not be kept: it is void when
 * the call returns.
 */
public final class NativeCall {
  private NativeCall() {}

  /** Calls with the address of the secret's first byte; {@link SecretMemory#size} bytes follow. */
  public static <T> T reading(SecretMemory secret, NativeCallAccess access, LongFunction<T> call) {
    Objects.requireNonNull(access);
    return call.apply(secret.segment().address());
  }

  /**
   * New key memory of exactly {@code size} bytes, zeroed, that the call fills; when the call throws
   * it is wiped and nothing is left behind. The caller closes it.
   */
  public static SecretMemory filling(int size, NativeCallAccess access, LongConsumer call) {
    Objects.requireNonNull(access);
    return SecretMemory.filled(size, to -> call.accept(to.address()));
  }

  /**
   * The same for a function that wants more room than it fills: {@code capacity} bytes are lent,
   * the call answers how many of them it wrote, and the secret is exactly those. The room is wiped.
   *
   * @throws CryptoFailure when the call wrote nothing, or says that it wrote more than there was
   */
  public static SecretMemory fillingUpTo(
      int capacity, NativeCallAccess access, LongToIntFunction call) {
    Objects.requireNonNull(access);
    try (SecretMemory room = SecretMemory.allocate(capacity)) {
      int size = call.applyAsInt(room.segment().address());
      if (size < 1 || size > capacity) {
        throw new CryptoFailure();
      }
      return room.first(size);
    }
  }
}

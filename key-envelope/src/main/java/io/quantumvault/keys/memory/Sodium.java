package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The libsodium functions that meet no secret, or only ask whether one is all zeros; every answer
 * is the library's own return code. The others are called through {@link SecretCalls}.
 */
final class Sodium {
  private static final SymbolLookup LIBRARY = SodiumLibrary.load();

  private static final MethodHandle ED25519_VERIFY =
      handle("crypto_sign_ed25519_verify_detached", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle ED25519_IS_IN_MAIN_SUBGROUP =
      handle("crypto_core_ed25519_is_valid_point", ADDRESS);
  private static final MethodHandle IS_ZERO = handle("sodium_is_zero", ADDRESS, JAVA_LONG);

  private static final boolean AES_IN_HARDWARE = initialised() && isAesAvailable();

  private Sodium() {}

  private static MethodHandle handle(String symbol, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(symbol), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  static long address(String symbol) {
    return LIBRARY.findOrThrow(symbol).address();
  }

  static int size(String symbol) {
    try {
      MethodHandle handle =
          Linker.nativeLinker()
              .downcallHandle(LIBRARY.findOrThrow(symbol), FunctionDescriptor.of(JAVA_LONG));
      return Math.toIntExact((long) handle.invokeExact());
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  private static boolean initialised() {
    try {
      if ((int) handle("sodium_init").invokeExact() < 0) {
        throw new IllegalStateException("libsodium does not start");
      }
      return true;
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  /**
   * Asks the library, or on aarch64 the kernel: the library's build for aarch64 was made without
   * the call that would tell it, so it says no on every machine, though the functions are there.
   */
  private static boolean isAesAvailable() {
    if (SodiumLibrary.Build.ofThisMachine() == SodiumLibrary.Build.AARCH64) {
      return hasArmAes(MachineFacts.hardwareCapabilities());
    }
    try {
      return (int) handle("crypto_aead_aes256gcm_is_available").invokeExact() == 1;
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  /** Whether AT_HWCAP of an aarch64 kernel has both AES and PMULL. */
  static boolean hasArmAes(long capabilities) {
    long both = 1 << 3 | 1 << 4;
    return (capabilities & both) == both;
  }

  static void requireAes() {
    requireAes(AES_IN_HARDWARE);
  }

  static void requireAes(boolean inHardware) {
    if (!inHardware) {
      throw new IllegalStateException(
          "this processor has no AES instructions (x86-64: aes, pclmulqdq; aarch64: aes, pmull):"
              + " AES-256-GCM without them leaks keys through timing, so it is not offered");
    }
  }

  static int ed25519Verify(
      MemorySegment signature, MemorySegment message, long messageSize, MemorySegment publicKey) {
    try {
      return (int) ED25519_VERIFY.invokeExact(signature, message, messageSize, publicKey);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int ed25519IsInMainSubgroup(MemorySegment point) {
    try {
      return (int) ED25519_IS_IN_MAIN_SUBGROUP.invokeExact(point);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  /** Leaves no more of the bytes behind than whether one of them is set. */
  static boolean isZero(MemorySegment bytes) {
    try {
      return (int) IS_ZERO.invokeExact(bytes, bytes.byteSize()) == 1;
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}

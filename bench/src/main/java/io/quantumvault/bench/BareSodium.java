package io.quantumvault.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The native library's own signature and nothing else: the key lies open in ordinary memory,
 * nothing is unwrapped, nothing is wiped. What the product is measured against.
 */
final class BareSodium {
  private static final SymbolLookup LIBRARY = library();

  /** Static and final, so that the compiler sees through it, as it does in the product. */
  private static final MethodHandle SIGN =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.findOrThrow("crypto_sign_ed25519_detached"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));

  private static final MethodHandle AGREE =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.findOrThrow("crypto_scalarmult_curve25519"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment agreed = Arena.global().allocate(32);
  private final MemorySegment kmsPrivate;
  private final MemorySegment encapsulated;
  private final MemorySegment signature = Arena.global().allocate(64);
  private final MemorySegment message;
  private final MemorySegment keyPair;

  BareSodium(TradeKeys keys) {
    this.message = Arena.global().allocateFrom(JAVA_BYTE, keys.message());
    this.kmsPrivate = Arena.global().allocateFrom(JAVA_BYTE, keys.kmsPrivate());
    this.encapsulated = Arena.global().allocate(32);
    MemorySegment.copy(
        keys.wrappedEk(), TradeKeys.WRAPPED_HEADER_BYTES, encapsulated, JAVA_BYTE, 0, 32);
    this.keyPair = Arena.global().allocate(64);
    MemorySegment.copy(keys.seed(), 0, keyPair, JAVA_BYTE, 0, 32);
    MemorySegment.copy(keys.agent(), 0, keyPair, JAVA_BYTE, 32, 32);
    MethodHandle init =
        Linker.nativeLinker()
            .downcallHandle(LIBRARY.findOrThrow("sodium_init"), FunctionDescriptor.of(JAVA_INT));
    try {
      if ((int) init.invokeExact() < 0) {
        throw new IllegalStateException("libsodium does not start");
      }
    } catch (Throwable t) {
      throw new IllegalStateException("libsodium does not start", t);
    }
  }

  /**
   * The two operations on curves that an unwrap and a signature cannot do without, and nothing
   * else: no way to unwrap with this library is faster.
   */
  byte[] agreeAndSign() {
    try {
      if ((int) AGREE.invokeExact(agreed, kmsPrivate, encapsulated) != 0) {
        throw new IllegalStateException("libsodium refused");
      }
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
    return sign();
  }

  byte[] sign() {
    try {
      int refused =
          (int)
              SIGN.invokeExact(signature, MemorySegment.NULL, message, message.byteSize(), keyPair);
      if (refused != 0) {
        throw new IllegalStateException("libsodium refused");
      }
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
    byte[] bytes = new byte[64];
    MemorySegment.copy(signature, JAVA_BYTE, 0, bytes, 0, 64);
    return bytes;
  }

  private static SymbolLookup library() {
    String resource =
        System.getProperty("os.arch").equals("aarch64")
            ? "arm64/libsodium.so"
            : "linux64/libsodium.so";
    try (InputStream in =
        Objects.requireNonNull(BareSodium.class.getClassLoader().getResourceAsStream(resource))) {
      Path file = Files.createTempFile("libsodium", ".so");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return SymbolLookup.libraryLookup(file, Arena.global());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Loads the libsodium that was tested and no other.
 *
 * <p>The bytes come from the class path, must have the SHA-256 written here, and are linked from a
 * sealed in-memory file: nothing lies on a disk where it could be exchanged between check and use,
 * and a read-only root file system is no obstacle.
 */
final class SodiumLibrary {
  static final String VERSION = "1.0.20";

  private static final int MFD_CLOEXEC_AND_SEALABLE = 3;
  private static final int F_ADD_SEALS = 1033;

  /** No further seals, no shrinking, no growing, no writing. */
  private static final int ALL_SEALS = 15;

  private SodiumLibrary() {}

  /** The file for one kind of processor. */
  enum Build {
    X86_64(
        "linux64/libsodium.so", "ec4a681bdc8e8635efb5c47f53458c7adfa5234dc0367611ddfa38d0d4305894"),
    AARCH64(
        "arm64/libsodium.so", "dcb6b3a9e10614d9f80a4a3729df2cab5a4c99851d3ca426c9a7fd64b622d2ea");

    final String resource;
    final String sha256;

    Build(String resource, String sha256) {
      this.resource = resource;
      this.sha256 = sha256;
    }

    static Build ofThisMachine() {
      return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Build of(String osName, String processor) {
      if (osName.toLowerCase(Locale.ROOT).startsWith("linux")) {
        switch (processor) {
          case "amd64", "x86_64" -> {
            return X86_64;
          }
          case "aarch64" -> {
            return AARCH64;
          }
          default -> {}
        }
      }
      throw new IllegalStateException(
          "key memory runs on Linux on x86-64 or aarch64, not on " + osName + " " + processor);
    }
  }

  static SymbolLookup load() {
    Build build = Build.ofThisMachine();
    return load(resource(build.resource), build.sha256);
  }

  static SymbolLookup load(byte[] library, String expectedSha256) {
    if (!HexFormat.of().formatHex(sha256(library)).equals(expectedSha256)) {
      throw new IllegalStateException(
          "libsodium on the class path is not the " + VERSION + " that was tested");
    }
    return link(library);
  }

  private static SymbolLookup link(byte[] library) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = Libc.memfdCreate(arena.allocateFrom("libsodium"), MFD_CLOEXEC_AND_SEALABLE);
      if (fd < 0) {
        throw new IllegalStateException("memfd_create refused");
      }
      try {
        MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, library);
        if (Libc.write(fd, bytes, bytes.byteSize()) != bytes.byteSize()
            || Libc.fcntl(fd, F_ADD_SEALS, ALL_SEALS) != 0) {
          throw new IllegalStateException("libsodium could not be sealed in memory");
        }
        return SymbolLookup.libraryLookup("/proc/self/fd/" + fd, Arena.global());
      } finally {
        Libc.close(fd);
      }
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = SodiumLibrary.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("libsodium is not on the class path: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The real SoftHSM of this machine, with tokens in a folder of this process. */
final class SoftHsm {
  private static final byte[] PIN = "4711-0815".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SO_PIN = "so-pin-12".getBytes(StandardCharsets.US_ASCII);
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/softhsm/libsofthsm2.so"));

  private static final Path FOLDER = makeFolder();

  private SoftHsm() {}

  /** The library, where the machine has it. */
  static Optional<Path> library() {
    String given = System.getProperty("quantumvault.softhsm", "");
    Stream<Path> places = given.isEmpty() ? USUAL.stream() : Stream.of(Path.of(given));
    return places.filter(Files::isReadable).findFirst().map(SoftHsm::real);
  }

  private static Path real(Path library) {
    try {
      return library.toRealPath();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path pinFile(String name, byte[] content) throws IOException {
    Path file = FOLDER.resolve(name);
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** A fresh token with a user PIN, and how to log in. */
  static Pkcs11Settings newToken() throws IOException {
    Path library = library().orElseThrow();
    String label = "qv-test-" + TOKENS.incrementAndGet();
    Cryptoki cryptoki = Cryptoki.load(library);
    long[] slots = cryptoki.slots();
    initialise(cryptoki, slots[slots.length - 1], label);
    return new Pkcs11Settings(
        library,
        label,
        pinFile(
            label + ".pin",
            (new String(PIN, StandardCharsets.US_ASCII) + "\n")
                .getBytes(StandardCharsets.US_ASCII)));
  }

  private static void initialise(Cryptoki cryptoki, long slot, String label) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment soPin = arena.allocateFrom(JAVA_BYTE, SO_PIN);
      MemorySegment pin = arena.allocateFrom(JAVA_BYTE, PIN);
      MemorySegment name =
          arena.allocateFrom(
              JAVA_BYTE, "%-32s".formatted(label).getBytes(StandardCharsets.US_ASCII));
      Cryptoki.requireOk(
          "C_InitToken",
          (long)
              cryptoki
                  .function("C_InitToken", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS)
                  .invokeExact(slot, soPin, (long) SO_PIN.length, name));
      long fresh = slotOf(cryptoki, label);
      long session = cryptoki.openSession(fresh, true);
      Cryptoki.requireOk(
          "C_Login",
          (long)
              cryptoki
                  .function("C_Login", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG)
                  .invokeExact(session, 0L, soPin, (long) SO_PIN.length));
      Cryptoki.requireOk(
          "C_InitPIN",
          (long)
              cryptoki
                  .function("C_InitPIN", JAVA_LONG, ADDRESS, JAVA_LONG)
                  .invokeExact(session, pin, (long) PIN.length));
      cryptoki.closeSession(session);
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  private static long slotOf(Cryptoki cryptoki, String label) {
    for (long slot : cryptoki.slots()) {
      if (cryptoki.tokenLabel(slot).equals(label)) {
        return slot;
      }
    }
    throw new IllegalStateException("no token " + label);
  }

  /** As when the daemon of a token is restarted: every session and login is gone. */
  static void restartLibrary() {
    try {
      Cryptoki.requireOk(
          "C_Finalize",
          (long)
              Cryptoki.load(library().orElseThrow())
                  .function("C_Finalize", ADDRESS)
                  .invokeExact(MemorySegment.NULL));
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  /** As when somebody pulls all tokens out. */
  static void removeAllTokens() throws IOException {
    restartLibrary();
    try (Stream<Path> files = Files.walk(FOLDER.resolve("tokens"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(FOLDER.resolve("tokens"))) {
          Files.delete(file);
        }
      }
    }
  }

  /** The library reads its configuration from the environment of the process, before it starts. */
  private static Path makeFolder() {
    try {
      Path folder = Files.createTempDirectory("softhsm");
      folder.toFile().deleteOnExit();
      Files.createDirectory(folder.resolve("tokens"));
      Path configuration = folder.resolve("softhsm2.conf");
      Files.writeString(
          configuration,
          "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
              .formatted(folder.resolve("tokens")));
      Linker linker = Linker.nativeLinker();
      try (Arena arena = Arena.ofConfined()) {
        int refused =
            (int)
                linker
                    .downcallHandle(
                        linker.defaultLookup().findOrThrow("setenv"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                    .invokeExact(
                        arena.allocateFrom("SOFTHSM2_CONF"),
                        arena.allocateFrom(configuration.toString()),
                        1);
        if (refused != 0) {
          throw new IllegalStateException("setenv");
        }
      }
      return folder;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }
}

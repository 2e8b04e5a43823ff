package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.quantumvault.keys.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Tokens of SoftHSM 2, a PKCS#11 token in software, made for one test and thrown away. */
final class SoftHsm {
  static final String PIN = "pin-of-a-test-token";

  private static final String SO_PIN = "so-pin-of-a-test-token";
  private static final AtomicInteger MADE = new AtomicInteger();
  private static @Nullable Path tokens;

  private SoftHsm() {}

  /** A token and the folder in which SoftHSM keeps it. */
  record Token(Pkcs11Settings settings, Path folder) {
    Pkcs11Token open() {
      return Pkcs11Token.open(settings);
    }

    /** Where this token serves both who wraps and who unwraps. */
    Pkcs11KeyRotation rotation(InstantSource clock) {
      return Pkcs11KeyRotation.open(settings, settings, clock);
    }

    /** As when somebody pulls it out. */
    void remove() {
      move(folder, aside());
    }

    /** And puts it in again. */
    void putBack() {
      move(aside(), folder);
    }

    private Path aside() {
      return settings.pinFile().resolveSibling(folder.getFileName());
    }

    private static void move(Path from, Path to) {
      try {
        Files.move(from, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Skips the test, saying so, where there is no SoftHSM. */
  static Path library() {
    List<Path> candidates = new ArrayList<>();
    String named = System.getProperty("quantumvault.softhsm", "");
    if (!named.isEmpty()) {
      candidates.add(Path.of(named));
    } else {
      for (String folder :
          List.of(
              "/usr/lib/softhsm",
              "/usr/lib/x86_64-linux-gnu/softhsm",
              "/usr/lib/aarch64-linux-gnu/softhsm",
              "/usr/lib64/softhsm",
              "/usr/lib64/pkcs11",
              "/usr/lib64",
              "/usr/lib",
              "/usr/local/lib/softhsm")) {
        candidates.add(Path.of(folder, "libsofthsm2.so"));
      }
    }
    for (Path candidate : candidates) {
      if (Files.isReadable(candidate)) {
        return candidate;
      }
    }
    System.out.println("not run: softhsm2 is not installed (apt-get install softhsm2)");
    return Assumptions.abort("not run: no SoftHSM (apt-get install softhsm2)");
  }

  /** The library with a configuration of this process; its tokens end with the process. */
  static synchronized Cryptoki cryptoki() {
    Path library = library();
    if (tokens == null) {
      try {
        Path folder = Files.createTempDirectory("softhsm");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAll(folder)));
        Path store = Files.createDirectory(folder.resolve("tokens"));
        Path configuration = folder.resolve("softhsm2.conf");
        Files.writeString(
            configuration,
            "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
                .formatted(store));
        setEnvironment("SOFTHSM2_CONF", configuration.toString());
        tokens = store;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return CryptokiLibrary.load(library);
  }

  /** A new token with a PIN file in that folder. */
  static synchronized Token token(Path folder) {
    Cryptoki cryptoki = cryptoki();
    List<Path> before = stored();
    String label = "test-" + MADE.incrementAndGet();
    long slot = freeSlot(cryptoki);
    initialiseToken(cryptoki, slot, label);
    Path made = stored().stream().filter(each -> !before.contains(each)).findFirst().orElseThrow();
    Pkcs11Settings settings =
        new Pkcs11Settings(library(), label, pinFile(folder.resolve(label + ".pin"), PIN + "\n"));
    setPin(cryptoki, slotOf(cryptoki, label));
    return new Token(settings, made);
  }

  static Path pinFile(Path file, String content) {
    try {
      Files.writeString(file, content);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long freeSlot(Cryptoki cryptoki) {
    for (long slot : cryptoki.slots()) {
      if (labelOf(cryptoki, slot).isEmpty()) {
        return slot;
      }
    }
    throw new IllegalStateException("SoftHSM always has a slot for another token");
  }

  private static long slotOf(Cryptoki cryptoki, String label) {
    for (long slot : cryptoki.slots()) {
      if (labelOf(cryptoki, slot).equals(label)) {
        return slot;
      }
    }
    throw new IllegalStateException(label);
  }

  /** A token that another test has pulled out has none. */
  private static String labelOf(Cryptoki cryptoki, long slot) {
    try {
      return cryptoki.tokenInfo(slot).label();
    } catch (CkFailure e) {
      return "?";
    }
  }

  private static void initialiseToken(Cryptoki cryptoki, long slot, String label) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pin = arena.allocateFrom(SO_PIN);
      MemorySegment padded = arena.allocateFrom(" ".repeat(32));
      MemorySegment.copy(arena.allocateFrom(label), 0, padded, 0, label.length());
      call(
          "C_InitToken",
          (long)
              cryptoki
                  .functions()
                  .function("C_InitToken", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS)
                  .invokeExact(slot, pin, (long) SO_PIN.length(), padded));
    } catch (Throwable t) {
      throw Cryptoki.unexpected(t);
    }
  }

  private static void setPin(Cryptoki cryptoki, long slot) {
    long session = cryptoki.openSession(slot, true);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment soPin = arena.allocateFrom(SO_PIN);
      MemorySegment pin = arena.allocateFrom(PIN);
      call(
          "C_Login",
          (long)
              cryptoki
                  .functions()
                  .function("C_Login", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG)
                  .invokeExact(session, 0L, soPin, (long) SO_PIN.length()));
      call(
          "C_InitPIN",
          (long)
              cryptoki
                  .functions()
                  .function("C_InitPIN", JAVA_LONG, ADDRESS, JAVA_LONG)
                  .invokeExact(session, pin, (long) PIN.length()));
    } catch (Throwable t) {
      throw Cryptoki.unexpected(t);
    } finally {
      cryptoki.closeSession(session);
    }
  }

  /** Ends every session of the process, as when the library was started anew. */
  static void restartLibrary() {
    Cryptoki cryptoki = cryptoki();
    try {
      call(
          "C_Finalize",
          (long)
              cryptoki.functions().function("C_Finalize", ADDRESS).invokeExact(MemorySegment.NULL));
    } catch (Throwable t) {
      throw Cryptoki.unexpected(t);
    }
  }

  private static void call(String function, long answer) {
    CkFailure.requireOk(function, answer);
  }

  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      int answer =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("setenv"),
                      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                  .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (answer != 0) {
        throw new IllegalStateException("setenv");
      }
    } catch (Throwable t) {
      throw Cryptoki.unexpected(t);
    }
  }

  private static List<Path> stored() {
    try (Stream<Path> all = Files.list(Objects.requireNonNull(tokens))) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Keys put into a token by hand, as rotation never makes them.

  static Template rsaPublic(String label, BigInteger modulus, BigInteger exponent) {
    return lasting(KeyKind.RSA_PUBLIC)
        .text(Ck.CKA_LABEL, label)
        .bytes(Ck.CKA_MODULUS, PublicHalf.unsigned(modulus))
        .bytes(Ck.CKA_PUBLIC_EXPONENT, PublicHalf.unsigned(exponent))
        .yes(Ck.CKA_ENCRYPT);
  }

  static Template rsaPrivate(String label, Properties numbers) {
    Template key = lasting(KeyKind.RSA_PRIVATE).text(Ck.CKA_LABEL, label).yes(Ck.CKA_DECRYPT);
    List<String> order =
        List.of(
            "modulus",
            "publicExponent",
            "privateExponent",
            "prime1",
            "prime2",
            "exponent1",
            "exponent2",
            "coefficient");
    for (int i = 0; i < order.size(); i++) {
      key.bytes(
          Ck.CKA_MODULUS + (i == 0 ? 0 : i + 1), Golden.bytes(numbers, "rsa." + order.get(i)));
    }
    return key;
  }

  /** What makes an object one that may be used. */
  static Template locked(Template object) {
    return object.yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE).no(Ck.CKA_EXTRACTABLE);
  }

  private static Template lasting(KeyKind kind) {
    return kind.template().yes(Ck.CKA_TOKEN);
  }

  static Template aesKey(String label, byte[] value) {
    return lasting(KeyKind.AES)
        .text(Ck.CKA_LABEL, label)
        .bytes(Ck.CKA_VALUE, value)
        .yes(Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT);
  }

  /** Puts objects there as somebody does who does not know the PIN. */
  static void plant(Token token, Template... objects) {
    Cryptoki cryptoki = cryptoki();
    long session = cryptoki.openSession(slotOf(cryptoki, token.settings().tokenLabel()), true);
    try {
      if (cryptoki.isLoggedIn(session)) {
        throw new IllegalStateException("logged in, so anything could be put there");
      }
      for (Template object : objects) {
        cryptoki.createObject(session, object);
      }
    } finally {
      cryptoki.closeSession(session);
    }
  }

  /** Logs the whole process out, in a session of its own. */
  static void logOut(Token token) {
    Cryptoki cryptoki = cryptoki();
    long session = cryptoki.openSession(slotOf(cryptoki, token.settings().tokenLabel()), false);
    try {
      call(
          "C_Logout",
          (long) cryptoki.functions().function("C_Logout", JAVA_LONG).invokeExact(session));
    } catch (Throwable t) {
      throw Cryptoki.unexpected(t);
    } finally {
      cryptoki.closeSession(session);
    }
  }

  /** Changes one attribute of a control key, as whoever has the PIN may while it is modifiable. */
  static void set(Pkcs11Token token, KeyLabel label, long attribute, boolean value) {
    token.change(session -> {
      long key = WrappingKeys.withLabel(session, label, KeyKind.AES)[0];
      Template change = new Template();
      try (Arena arena = Arena.ofConfined()) {
        call(
            "C_SetAttributeValue",
            (long)
                session
                    .cryptoki()
                    .functions()
                    .function("C_SetAttributeValue", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG)
                    .invokeExact(
                        session.handle(),
                        key,
                        (value ? change.yes(attribute) : change.no(attribute)).in(arena),
                        1L));
      } catch (Throwable t) {
        throw Cryptoki.unexpected(t);
      }
      return session;
    });
  }

  static void put(Pkcs11Token token, Template... objects) {
    token.change(session -> {
      for (Template object : objects) {
        session.cryptoki().createObject(session.handle(), object);
      }
      return session;
    });
  }
}

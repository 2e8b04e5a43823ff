package io.quantumvault.keys.kms.pkcs11;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Loads the PKCS#11 library of a token into this process. */
final class CryptokiLibrary {
  /** A library is initialised once for the whole process, so there is one of each. */
  private static final ConcurrentMap<Path, Cryptoki> LOADED = new ConcurrentHashMap<>();

  private CryptokiLibrary() {}

  /**
   * The library, loaded once and initialised.
   *
   * @throws TokenRefused when it cannot be loaded, lacks a function, or others may write it
   */
  static Cryptoki load(Path library) {
    Cryptoki loaded = LOADED.computeIfAbsent(library, CryptokiLibrary::link);
    loaded.initialize();
    return loaded;
  }

  private static Cryptoki link(Path library) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(library);
      if (allowed.contains(PosixFilePermission.OTHERS_WRITE)
          || allowed.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new TokenRefused(
            "library %s refused: others than its owner may write it: chmod 755".formatted(library));
      }
      return new Cryptoki(SymbolLookup.libraryLookup(library, Arena.global()));
    } catch (IOException e) {
      throw new TokenRefused("library %s cannot be read".formatted(library));
    } catch (IllegalArgumentException e) {
      throw new TokenRefused(
          "library %s cannot be loaded: it is no library for this machine, or one that it needs is missing"
              .formatted(library));
    } catch (NoSuchElementException e) {
      throw new TokenRefused(
          "library %s is not one of PKCS#11: it lacks a C_ function that is needed"
              .formatted(library));
    }
  }
}

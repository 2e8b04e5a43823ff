package io.quantumvault.standalone.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs from the class path, once, with no tool of the machine. */
final class PostgresBinaries {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PostgresBinaries() {}

  /**
   * The folder that has {@code bin/initdb} and the rest, unpacked under {@code cache} if it is not
   * there yet, for nobody but this account. Several processes may do so at once.
   */
  static Path unpackedIn(Path cache, PostgresAccount account) {
    String archive = "postgres-linux-" + architecture() + ".txz";
    Path target = cache.resolve("postgresql-" + version());
    if (Files.isExecutable(target.resolve("bin/postgres"))) {
      return target;
    }
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (in == null) {
        throw new StartRefused("No PostgreSQL binaries for this machine: " + archive + ".");
      }
      account.own(Files.createDirectories(cache));
      Path aside = Files.createTempDirectory(cache, "unpacking");
      unpack(in, aside);
      account.ownAll(aside);
      moveIntoPlace(aside, target);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void moveIntoPlace(Path aside, Path target) throws IOException {
    try {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException
        | FileAlreadyExistsException
        | AtomicMoveNotSupportedException e) {
      Folders.delete(aside); // another process was first
      if (!Files.isExecutable(target.resolve("bin/postgres"))) {
        throw e;
      }
    }
  }

  private static void unpack(InputStream archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("Archive entry outside its folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file, FOLDER);
        } else {
          Files.createDirectories(file.resolveSibling("."), FOLDER);
          write(tar, entry, file);
        }
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new StartRefused("PostgreSQL's binaries are packaged for Linux only; use containers.");
    }
    return name.equals("aarch64") ? "arm_64" : "x86_64";
  }

  // The jar says which release it is only in its own name, which a class path may have lost.
  private static String version() {
    return "17";
  }
}

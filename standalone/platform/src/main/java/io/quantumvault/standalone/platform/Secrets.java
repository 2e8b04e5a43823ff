package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Passwords as files, one each, readable by the owner of the data folder only. A password is 32
 * random bytes in URL-safe Base64, so that it needs no quoting anywhere; there are no default ones.
 */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  private Secrets(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder, making it with mode 0700 where it is missing. */
  public static Secrets in(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new Secrets(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a password, generated when it is asked for the first time. */
  public Path file(String name) {
    Path file = folder.resolve(name + ".password");
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      RANDOM.nextBytes(random);
      write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return file;
  }

  /** Writes a file of mode 0600 in this folder that holds more than a password. */
  Path store(String fileName, String content) {
    Path file = folder.resolve(fileName);
    write(file, content);
    return file;
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String password(String name) {
    return read(file(name));
  }

  // Written aside and moved: a process that dies in between must not leave an empty password.
  private void write(Path file, String content) {
    try {
      Path aside =
          Files.createTempFile(
              folder,
              ".new",
              null,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(aside, content);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw new StartRefused("The secrets folder " + folder + " cannot be written.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

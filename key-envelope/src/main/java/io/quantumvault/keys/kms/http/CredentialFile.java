package io.quantumvault.keys.kms.http;

import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/**
 * A small file with a credential that an HTTP client or an SDK needs on the heap, such as a token.
 *
 * <p>It must be a plain file that only its owner may read. Keys never come this way: {@link
 * SecretMemory#readFile}.
 */
public final class CredentialFile {
  private static final int MAX_BYTES = 16 * 1024;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private CredentialFile() {}

  /**
   * Refuses a file that others may read.
   *
   * @throws IllegalArgumentException with the file and what is wrong, never its content
   */
  public static void check(Path file) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() < 1 || attributes.size() > MAX_BYTES) {
        throw refused(file, "it is not a plain file of 1 to " + MAX_BYTES + " bytes");
      }
      if (!Collections.disjoint(attributes.permissions(), OTHERS)) {
        throw refused(
            file, "others than its owner may use it: chmod 600, and replace what is in it");
      }
    } catch (IOException e) {
      throw refused(file, "it cannot be read");
    }
  }

  /**
   * The bytes, the caller's to wipe.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public static byte[] read(Path file) {
    check(file);
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw refused(file, "it cannot be read");
    }
  }

  private static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException("credential file %s refused: %s".formatted(file, why));
  }
}

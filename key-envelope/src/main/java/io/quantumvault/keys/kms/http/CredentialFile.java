package io.quantumvault.keys.kms.http;

import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small file with a credential that an HTTP client or an SDK needs on the heap, such as a token.
 *
 * <p>It must be a plain file that only its owner may read, who is then this process's user, since
 * nobody else but root could read it. Keys never come this way: {@link SecretMemory#readFile}.
 */
public final class CredentialFile {
  private static final int MAX_BYTES = 16 * 1024;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private CredentialFile() {}

  /** Equal for as long as the file was neither written nor replaced. */
  public record Stamp(FileTime modified, long size, @Nullable Object identity) {}

  /**
   * Refuses a file that others may read.
   *
   * @return what another file, or another content, would not have; taken before reading, it shows
   *     the next caller a change that came in between
   * @throws IllegalArgumentException with the file and what is wrong, never its content
   */
  public static Stamp check(Path file) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() < 1 || attributes.size() > MAX_BYTES) {
        throw refused(file, "it is not a plain file of 1 to " + MAX_BYTES + " bytes");
      }
      if (!Collections.disjoint(attributes.permissions(), OTHERS)) {
        throw refused(
            file, "others than its owner may use it: chmod 600, and replace what is in it");
      }
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
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

  /** The refusal of a file whose content is not what it should be; {@code why} has none of it. */
  public static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException("credential file %s refused: %s".formatted(file, why));
  }
}

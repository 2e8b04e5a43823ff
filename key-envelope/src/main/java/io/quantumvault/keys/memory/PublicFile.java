package io.quantumvault.keys.memory;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files of 32 raw bytes of a public half: anyone may read them as far as the umask allows, only
 * their owner write.
 */
public final class PublicFile {
  // At most: where the process's umask closes all it makes, a file nobody else asks for is closed
  // too.
  private static final FileAttribute<Set<PosixFilePermission>> READABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  private PublicFile() {}

  /**
   * The 32 bytes.
   *
   * @throws KeyFileRefused when missing, of another size, or writable by others, who could put
   *     their own key there
   */
  public static byte[] load(Path file) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      if (allowed.contains(GROUP_WRITE) || allowed.contains(OTHERS_WRITE)) {
        throw new KeyFileRefused(file, "others than its owner may write it: chmod 644");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(KeyFile.KEY_BYTES + 1);
        if (bytes.length != KeyFile.KEY_BYTES) {
          throw new KeyFileRefused(file, "it does not have 32 bytes");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new KeyFileRefused(file, "cannot read it");
    }
  }

  /**
   * Writes and syncs a new file.
   *
   * @throws KeyFileRefused when it exists or cannot be made
   */
  public static void create(Path file, byte[] publicKey) {
    try (FileChannel out = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), READABLE)) {
      ByteBuffer bytes = ByteBuffer.wrap(publicKey);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new KeyFileRefused(file, "it exists already");
    } catch (IOException e) {
      throw new KeyFileRefused(file, "cannot create it");
    }
  }
}

package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.memory.KeyFileRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a folder of key files shows without reading a key. */
final class KeyFolder {
  private static final Comparator<KmsFileName> BY_NAME =
      Comparator.comparing(KmsFileName::name)
          .thenComparing(KmsFileName::version)
          .thenComparing(KmsFileName::secret);

  private KeyFolder() {}

  /** What tells a file that was replaced from the one that was read. */
  record Stamp(FileTime modifiedAt, long size, String inode) {}

  /**
   * The key files there are.
   *
   * @throws KeyFileRefused when the folder cannot be listed
   */
  static Map<KmsFileName, Stamp> list(Path folder) {
    Map<KmsFileName, Stamp> files = new TreeMap<>(BY_NAME);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "kms-*")) {
      for (Path file : all) {
        Optional<KmsFileName> name = KmsFileName.parse(file);
        if (name.isPresent()) {
          stamp(file).ifPresent(stamp -> files.put(name.get(), stamp));
        }
      }
      return files;
    } catch (IOException | DirectoryIteratorException e) {
      throw new KeyFileRefused(folder, "cannot list it");
    }
  }

  private static Optional<Stamp> stamp(Path file) throws IOException {
    try {
      var seen = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(seen.lastModifiedTime(), seen.size(), String.valueOf(seen.fileKey())));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // deleted while the folder was listed
    }
  }

  /** An administrator's new file must be readable by the service whose folder it is in. */
  static void giveToItsOwner(Path file) throws IOException {
    for (String account : List.of("unix:gid", "unix:uid")) {
      Object owner = Files.getAttribute(file.resolveSibling("."), account);
      if (!owner.equals(Files.getAttribute(file, account))) {
        Files.setAttribute(file, account, owner);
      }
    }
  }

  /** A key file is read by its owner only, so an administrator has to be that for a moment. */
  static void takeOver(Path file) throws IOException {
    Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!me.equals(Files.getAttribute(file, "unix:uid"))) {
      Files.setAttribute(file, "unix:uid", me);
    }
  }

  /** Makes what was created, renamed or deleted in the folder outlast a loss of power. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

package io.quantumvault.keys.kms.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

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

  /**
   * An administrator's new file must be readable by the service whose folder it is in. A link is
   * given away itself: the service could have put it there to be given what it leads to.
   */
  static void giveToItsOwner(Path file) throws IOException {
    for (String account : List.of("unix:gid", "unix:uid")) {
      give(file, account, Files.getAttribute(file.resolveSibling("."), account));
    }
  }

  /** A key file is read by its owner only, so an administrator has to be that for a moment. */
  static void takeOver(Path file) throws IOException {
    give(file, "unix:uid", Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private static void give(Path file, String account, Object to) throws IOException {
    if (!to.equals(Files.getAttribute(file, account, NOFOLLOW_LINKS))) {
      Files.setAttribute(file, account, to, NOFOLLOW_LINKS);
    }
  }

  /** Makes what was created, renamed or deleted in the folder outlast a loss of power. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

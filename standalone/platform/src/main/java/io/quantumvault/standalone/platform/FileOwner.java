package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** An account files are given to, by numbers: a container has no names for another's accounts. */
record FileOwner(int uid, int gid) {
  /** Whom this process runs as. */
  static FileOwner current() throws IOException {
    return of(Path.of("/proc/self"));
  }

  static FileOwner of(Path file, LinkOption... options) throws IOException {
    return new FileOwner(
        (int) Files.getAttribute(file, "unix:uid", options),
        (int) Files.getAttribute(file, "unix:gid", options));
  }

  /** Links are given away themselves, never what they lead to. */
  void takeOver(Path file) throws IOException {
    if (!of(file, LinkOption.NOFOLLOW_LINKS).equals(this)) {
      Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }
}

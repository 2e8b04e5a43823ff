package io.quantumvault.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file a child process's output goes to. When it has its size it becomes {@code .1}, what was
 * {@code .1} becomes {@code .2} and so on; the oldest is dropped. Lines stay whole unless one alone
 * is longer than the file may be.
 *
 * @param limitBytes of one file, which it passes by no more than what comes at once
 */
record RollingLog(Path file, long limitBytes) {
  static final long USUAL_LIMIT = 20L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RollingLog.class);
  private static final int OLD_FILES = 5;

  /** Writes everything down until the output ends, on a thread of its own. */
  void follow(InputStream output) {
    Thread.ofPlatform().name("log of " + file.getFileName()).daemon().start(() -> copy(output));
  }

  /** Writes everything down and returns when the output ends. */
  void copy(InputStream output) {
    byte[] chunk = new byte[8192];
    boolean writes = true;
    try (output) {
      for (int length; (length = output.read(chunk)) >= 0; ) {
        // A full disk must not stop the process, which would wait for its output to be taken.
        try {
          write(chunk, length);
          writes = true;
        } catch (IOException e) {
          if (writes) {
            LOG.warn("Output of a process is lost: its log cannot be written", e);
          }
          writes = false;
        }
      }
    } catch (IOException e) {
      LOG.warn("Output of a process cannot be read", e);
    }
  }

  private void write(byte[] chunk, int length) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size + length <= limitBytes) {
      append(chunk, 0, length);
      return;
    }
    int whole = afterLastLine(chunk, length);
    if (whole == 0 && size <= limitBytes) {
      append(chunk, 0, length); // in the middle of a line
      return;
    }
    append(chunk, 0, whole);
    roll();
    append(chunk, whole, length - whole);
  }

  private static int afterLastLine(byte[] chunk, int length) {
    int end = length;
    while (end > 0 && chunk[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void append(byte[] chunk, int from, int length) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(chunk, from, length);
    }
  }

  private void roll() throws IOException {
    for (int n = OLD_FILES - 1; n >= 1; n--) {
      if (Files.exists(old(n))) {
        Files.move(old(n), old(n + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, old(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path old(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}

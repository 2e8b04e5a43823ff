package io.quantumvault.keys.kms.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** One rotation at a time: among the threads of this process, and among processes. */
final class RotationLock implements AutoCloseable {
  private static final ReentrantLock THREADS = new ReentrantLock();

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final FileChannel channel;

  private RotationLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for it; a process that dies gives it back. */
  static RotationLock take(Path folder) throws IOException {
    THREADS.lock();
    try {
      return new RotationLock(locked(folder.resolve("rotation.lock")));
    } catch (Throwable t) {
      THREADS.unlock();
      throw t;
    }
  }

  @SuppressWarnings("resource") // the lock is released with the channel
  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE, NOFOLLOW_LINKS), PRIVATE);
    try {
      KeyFolder.giveToItsOwner(file);
      channel.lock();
      return channel;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}

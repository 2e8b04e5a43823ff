package io.quantumvault.paper.outbound;

import io.quantumvault.paper.chain.ChainInput;
import io.quantumvault.paper.chain.InputLog;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * An append-only file of inputs: length, CRC-32 of the length, CRC-32 of the bytes, bytes. Each
 * append is forced to the disk. A record that a crash cut off at the end is removed at the next
 * start; damage anywhere before it is an error, never skipped.
 */
public final class Journal implements InputLog {
  private static final int HEADER = 12;

  private final FileChannel channel;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens the journal of a data folder, feeds what is in it to {@code replay} and is then ready to
   * append.
   *
   * @throws IOException also when another process has it open
   */
  public static Journal open(Path dataDir, Consumer<ChainInput> replay) throws IOException {
    Files.createDirectories(dataDir);
    Path file = dataDir.resolve("journal");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      requireAlone(channel, file);
      long end = replay(file, channel.size(), replay);
      channel.truncate(end);
      channel.position(end);
      channel.force(true);
      forceFolder(dataDir);
      return new Journal(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireAlone(FileChannel channel, Path file) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("already open in this process: " + file, e);
    }
    throw new IOException("already open in another process: " + file);
  }

  /** The folder's own entry must survive too, or the file could vanish with its contents. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  private static long replay(Path file, long size, Consumer<ChainInput> replay) throws IOException {
    long at = 0;
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16))) {
      while (size - at >= HEADER) {
        int length = in.readInt();
        boolean sound = in.readInt() == checksum(ByteBuffer.allocate(4).putInt(length).array());
        int sum = in.readInt();
        if (!sound || length <= 0) {
          requireZeroes(in, length, file, at);
          return at;
        }
        if (length > size - at - HEADER) {
          return at;
        }
        byte[] record = in.readNBytes(length);
        if (checksum(record) != sum) {
          if (at + HEADER + length == size) {
            return at;
          }
          throw damaged(file, at);
        }
        replay.accept(JournalCodec.decode(record));
        at += HEADER + length;
      }
    }
    return at;
  }

  /** A crash may leave a tail of zeroes where data never arrived; anything else is damage. */
  private static void requireZeroes(InputStream in, int length, Path file, long at)
      throws IOException {
    if (length != 0) {
      throw damaged(file, at);
    }
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != 0) {
        throw damaged(file, at);
      }
    }
  }

  private static IOException damaged(Path file, long at) {
    return new IOException("damaged record at byte " + at + " of " + file);
  }

  @Override
  public void append(ChainInput input) throws IOException {
    byte[] record = JournalCodec.encode(input);
    byte[] length = ByteBuffer.allocate(4).putInt(record.length).array();
    ByteBuffer out = ByteBuffer.allocate(HEADER + record.length);
    out.put(length).putInt(checksum(length)).putInt(checksum(record)).put(record).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    channel.force(false);
  }

  private static int checksum(byte[] record) {
    CRC32 crc = new CRC32();
    crc.update(record);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

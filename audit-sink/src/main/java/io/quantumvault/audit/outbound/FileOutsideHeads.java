package io.quantumvault.audit.outbound;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.quantumvault.audit.merkle.CompactRange;
import io.quantumvault.audit.merkle.Hashing;
import io.quantumvault.audit.trail.OutsideHeads;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two files in {@code checkpoints/}: {@code heads.log}, all leaves of the heads log one after the
 * other, three lines each, only ever appended to; and {@code heads.note}, the newest signed note,
 * replaced by a rename. A leaf that was being written when the machine died is cut off.
 */
public final class FileOutsideHeads implements OutsideHeads {
  private static final int LINES_OF_A_BODY = 3;

  private final Path folder;
  private final Path log;
  private final Path note;

  /** Makes the folder where it is missing. */
  public FileOutsideHeads(Path stateFolder) {
    folder = stateFolder.resolve("checkpoints");
    log = folder.resolve("heads.log");
    note = folder.resolve("heads.note");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable String note() {
    try {
      return Files.exists(note) ? Files.readString(note) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Scan scan(long storedSize) {
    CompactRange common = CompactRange.empty();
    List<String> beyond = new ArrayList<>();
    if (!Files.exists(log)) {
      return new Scan(common, beyond);
    }
    try {
      long whole = 0;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
        for (byte[] body = next(in); body != null; body = next(in)) {
          whole += body.length;
          if (common.size() < storedSize) {
            common.append(Hashing.leaf(body), (id, hash) -> {});
          } else {
            beyond.add(new String(body, StandardCharsets.UTF_8));
          }
        }
      }
      if (whole < Files.size(log)) {
        try (FileChannel file = FileChannel.open(log, WRITE)) {
          file.truncate(whole);
          file.force(true);
        }
      }
      return new Scan(common, beyond);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void append(List<String> bodies) {
    byte[] bytes = String.join("", bodies).getBytes(StandardCharsets.UTF_8);
    try (FileChannel file = FileChannel.open(log, WRITE, CREATE)) {
      long before = file.size();
      try {
        write(file.position(before), bytes);
      } catch (IOException e) {
        file.truncate(before);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String text) {
    Path next = folder.resolve("heads.note.next");
    try {
      try (FileChannel file = FileChannel.open(next, WRITE, CREATE, TRUNCATE_EXISTING)) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
      }
      Files.move(next, note, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel file, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    file.force(true);
  }

  /** The next whole body, null at the end or where the last one was cut short. */
  private static byte @Nullable [] next(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(160);
    int lines = 0;
    while (lines < LINES_OF_A_BODY) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      body.write(b);
      if (b == '\n') {
        lines++;
      }
    }
    return body.toByteArray();
  }
}

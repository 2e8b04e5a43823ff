package io.quantumvault.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of the shape of {@code /proc/PID}, whose memory is a file with holes. */
class ProcessMemoryTest {
  private static final int PAGE = 4096;
  private static final long PRESENT = 1L << 63;
  private static final long SWAPPED = 1L << 62;

  private final Random random = TestRandom.of(ProcessMemoryTest.class);
  private final byte[] key = TestRandom.bytes(random, 32);
  private final byte[] publicKey = TestRandom.bytes(random, 32);
  private final Patterns patterns =
      Patterns.of(
          List.of(
              new Secret("key", SecretType.KEY32, key),
              new Secret("control", SecretType.PUBLIC_CONTROL, publicKey)));

  @TempDir Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("task/7"));
    Files.writeString(
        folder.resolve("task/7/syscall"), "202 0x1 0x2 0x3 0x4 0x5 0x6 0x30800 0x7f12\n");
    Files.writeString(
        folder.resolve("maps"),
        """
        10000-14000 rw-p 00000000 00:00 0\s
        14000-18000 rw-p 00000000 00:00 0                          [heap]
        30000-32000 rw-p 00000000 00:00 0\s
        40000-42000 rw-s 00000000 00:10 91                         /secretmem (deleted)
        50000-52000 rw-p 00000000 fe:00 12                         /lib/some.so
        60000-61000 r--p 00000000 00:00 0                          [vvar]
        """);
    Files.createFile(folder.resolve("mem"));
    Files.createFile(folder.resolve("pagemap"));
    write(0x50100, publicKey);
    present(0x50000, PRESENT);
  }

  @Test
  void everyPresentPageOfEveryMappingIsSearchedAndTheKindOfRegionIsSaid() throws IOException {
    for (long at : new long[] {0x10000, 0x15000, 0x30000, 0x51000}) {
      write(at + 16, key);
      present(at, at == 0x15000 ? SWAPPED : PRESENT);
    }

    Snapshot snapshot = search();

    assertThat(snapshot.counts()).isTrue();
    assertThat(snapshot.hits())
        .filteredOn(hit -> hit.form().equals("whole"))
        .containsExactly(
            new Hit("key", "whole", RegionKind.JAVA_HEAP, 0x10010),
            new Hit("key", "whole", RegionKind.C_HEAP, 0x15010),
            new Hit("key", "whole", RegionKind.STACK, 0x30010),
            new Hit("key", "whole", RegionKind.FILE, 0x51010));
  }

  @Test
  void aKeyAcrossTwoMappingsThatTouchIsFound() throws IOException {
    write(0x14000 - 20, key);
    present(0x13000, PRESENT);
    present(0x14000, PRESENT);

    assertThat(search().hits()).extracting(Hit::form).contains("whole");
  }

  @Test
  void pagesThatAreNotThereAreLeftOut() throws IOException {
    present(0x10000, PRESENT);
    write(0x11000, key);

    Snapshot snapshot = search();

    assertThat(snapshot.hits()).isEmpty();
    assertThat(snapshot.bytesSearched()).isLessThan(4 * PAGE);
  }

  @Test
  void whereThereIsNoPageMapEverythingIsRead() throws IOException {
    write(0x11000, key);
    write(0x60fff, new byte[1]);
    Files.delete(folder.resolve("pagemap"));

    assertThat(search().hits()).extracting(Hit::form).contains("whole");
  }

  @Test
  void whatCannotBeReadIsCountedUnderItsName() throws IOException {
    // The file ends before the hidden pages do, as reading them ends with an error.
    try (var mem = FileChannel.open(folder.resolve("mem"), StandardOpenOption.WRITE)) {
      mem.truncate(0x41000);
    }
    Files.writeString(
        folder.resolve("maps"), "40000-42000 rw-s 00000000 00:10 91   /secretmem (deleted)\n");

    Snapshot snapshot = search();

    assertThat(snapshot.bytesUnreadable()).containsEntry("/secretmem (deleted)", (long) PAGE);
    assertThat(snapshot.counts()).isFalse();
    assertThat(snapshot.controlsMissing()).containsExactly("control");
  }

  @Test
  void aFolderWithoutMemoryIsNotRun() throws IOException {
    Files.delete(folder.resolve("mem"));

    assertThatThrownBy(this::search).isInstanceOf(NotRun.class).hasMessageContaining("cannot read");
  }

  private Snapshot search() throws IOException {
    try (var memory =
        ProcessMemory.open(new ProcFolder(folder), new AddressRange(0x10000, 0x14000), PAGE)) {
      var findings = new Findings(patterns);
      memory.search(new PatternIndex(patterns.all()), findings);
      return findings.snapshot();
    }
  }

  private void write(long at, byte[] bytes) throws IOException {
    try (var mem = FileChannel.open(folder.resolve("mem"), StandardOpenOption.WRITE)) {
      mem.write(ByteBuffer.wrap(bytes), at);
    }
  }

  private void present(long page, long flag) throws IOException {
    try (var map = FileChannel.open(folder.resolve("pagemap"), StandardOpenOption.WRITE)) {
      ByteBuffer entry = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(flag).flip();
      map.write(entry, page / PAGE * 8);
    }
  }
}

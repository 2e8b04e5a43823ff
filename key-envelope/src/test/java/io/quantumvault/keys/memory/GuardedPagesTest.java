package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asks the kernel what it made of the mappings. */
class GuardedPagesTest {
  private record Mapping(long from, long to, String permissions, List<String> flags) {}

  @ParameterizedTest
  @EnumSource(SecretMemory.Mode.class)
  void aPageNobodyMayTouchLiesOnEitherSide(SecretMemory.Mode mode) throws IOException {
    assumeFalse(isAbsent(mode), "not run: no memfd_secret");
    GuardedPages pages = GuardedPages.map(16 * 1024, mode);
    long from = pages.data().address();
    long to = from + pages.data().byteSize();

    assertThat(at(from - 1).permissions()).startsWith("---");
    assertThat(at(to).permissions()).startsWith("---");
    assertThat(at(from).permissions()).startsWith("rw-");
    assertThat(at(to - 1).permissions()).startsWith("rw-");
    pages.unmap();
  }

  @Test
  void secretPagesAreHiddenFromProcAndFromAForkedChild() throws IOException {
    assumeFalse(isAbsent(SecretMemory.Mode.SECRET_PAGES), "not run: no memfd_secret");
    GuardedPages pages = GuardedPages.map(4096, SecretMemory.Mode.SECRET_PAGES);
    pages.data().set(ValueLayout.JAVA_LONG, 0, 42);
    long address = pages.data().address();

    assertThat(at(address).flags()).contains("dc");
    assertThatThrownBy(() -> readOwnMemory(address)).isInstanceOf(IOException.class);
    pages.unmap();
  }

  @Test
  void lockedPagesAreLockedLeftOutOfDumpsAndWipedInAForkedChild() throws IOException {
    GuardedPages pages = GuardedPages.map(4096, SecretMemory.Mode.LOCKED_PAGES);
    pages.data().set(ValueLayout.JAVA_LONG, 0, 42);
    long address = pages.data().address();

    assertThat(at(address).flags()).contains("lo", "dd", "wf");
    // The reading that secret pages refuse works here, so that refusal means something.
    assertThat(readOwnMemory(address)).isEqualTo((byte) 42);
    pages.unmap();
  }

  @Test
  void theModeInUseIsTheStrongestTheKernelGives() {
    assertThat(SecretMemory.mode())
        .isEqualTo(
            isAbsent(SecretMemory.Mode.SECRET_PAGES)
                ? SecretMemory.Mode.LOCKED_PAGES
                : SecretMemory.Mode.SECRET_PAGES);
  }

  private static boolean isAbsent(SecretMemory.Mode mode) {
    if (mode == SecretMemory.Mode.LOCKED_PAGES) {
      return false;
    }
    int fd = Libc.memfdSecret();
    if (fd < 0) {
      return true;
    }
    Libc.close(fd);
    return false;
  }

  private static byte readOwnMemory(long address) throws IOException {
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
      memory.seek(address);
      return memory.readByte();
    }
  }

  private static Mapping at(long address) throws IOException {
    return mappings().stream()
        .filter(m -> m.from() <= address && address < m.to())
        .findFirst()
        .orElseThrow();
  }

  private static List<Mapping> mappings() throws IOException {
    List<Mapping> found = new ArrayList<>();
    String head = "";
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        head = line;
      } else if (line.startsWith("VmFlags:")) {
        String[] parts = head.split("[- ]", 4);
        String permissions = head.split(" ", 3)[1];
        found.add(
            new Mapping(
                Long.parseUnsignedLong(parts[0], 16),
                Long.parseUnsignedLong(parts[1], 16),
                permissions,
                List.of(line.substring(8).strip().split(" "))));
      }
    }
    return found;
  }
}

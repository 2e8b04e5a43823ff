package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingLogTest {
  private static final long LIMIT = 20_000;
  private static final long CHUNK = 8192;

  @TempDir private Path folder = Path.of("");

  @Test
  void nothingIsLostAndLinesStayWholeWhileItRolls() throws IOException {
    List<String> lines = lines(0, 2_000);

    copy(lines);

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all)
          .hasSizeGreaterThan(1)
          .allMatch(file -> file.toFile().length() <= LIMIT + CHUNK);
      assertThat(all.stream().flatMap(RollingLogTest::read).toList())
          .containsExactlyInAnyOrderElementsOf(lines);
    }
    assertThat(read(file()).reduce((a, b) -> b)).contains(lines.getLast());
  }

  @Test
  void theOldestAreDropped() throws IOException {
    copy(lines(0, 10_000));

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "p.log", "p.log.1", "p.log.2", "p.log.3", "p.log.4", "p.log.5");
    }
    assertThat(read(file())).contains(lines(9_999, 10_000).getFirst());
  }

  @Test
  void anotherRunGoesOnWhereTheLastEnded() throws IOException {
    copy(lines(0, 10));
    copy(lines(10, 20));

    assertThat(read(file())).containsExactlyElementsOf(lines(0, 20));
  }

  @Test
  void aLineWithoutEndDoesNotGrowTheFileWithoutEnd() throws IOException {
    copy(List.of("x".repeat(100_000)));

    assertThat(file().toFile().length()).isLessThan(2 * LIMIT);
  }

  @Test
  void whatCannotBeWrittenIsStillTaken() throws IOException {
    Files.createDirectory(file());
    InputStream output =
        new ByteArrayInputStream("x\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII));

    new RollingLog(file(), LIMIT).copy(output);

    assertThat(output.available()).isZero();
  }

  private void copy(List<String> lines) {
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    new RollingLog(file(), LIMIT)
        .copy(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> "line " + n + " é".repeat(n % 20)).toList();
  }

  private Path file() {
    return folder.resolve("p.log");
  }

  private static Stream<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

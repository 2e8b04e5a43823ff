package io.quantumvault.forensics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapDumpSearchTest {
  private static final int PIECE = 1 << 20;

  private final Random random = TestRandom.of(HeapDumpSearchTest.class);
  private final byte[] key = TestRandom.bytes(random, 32);
  private final byte[] control = TestRandom.bytes(random, 32);
  private final byte[] dump = new byte[3 * PIECE];

  @TempDir Path folder;

  @BeforeEach
  void makeSecrets() throws IOException {
    HexFormat hex = HexFormat.of();
    Path file =
        Files.writeString(
            folder.resolve("secrets"),
            "key key32 "
                + hex.formatHex(key)
                + "\ncontrol public-control "
                + hex.formatHex(control));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    System.arraycopy(control, 0, dump, 100, 32);
  }

  @Test
  void aKeyAcrossTheBorderOfTwoReadsIsFoundAndItsPlaceSaid() throws IOException {
    System.arraycopy(key, 0, dump, 2 * PIECE - 7, 32);

    assertThat(search())
        .startsWith("exit 1\n")
        .contains("found key, whole, in heap dump: 1, first at 0x1ffff9", "FOUND in 1 of 1")
        .doesNotContain(HexFormat.of().formatHex(key, 0, 4));
  }

  @Test
  void nothingFoundIsSaidOnlyWithTheControl() throws IOException {
    assertThat(search()).startsWith("exit 0\n").contains("nothing found in 1 of 1");

    dump[110] ^= 1;

    assertThat(search()).startsWith("exit 2\n").contains("not run: only 0 of 1 count");
  }

  @Test
  void aMistakenCommandLineIsNotRun() {
    assertThat(run("--file")).startsWith("exit 2\nnot run: usage");
    assertThat(run("--fil", "x")).startsWith("exit 2\nnot run: usage");
    assertThat(run("--file", "x")).startsWith("exit 2\nnot run: option --secrets is missing");
  }

  private String search() throws IOException {
    Path file = Files.write(folder.resolve("dump.hprof"), dump);
    return run("--file", file.toString(), "--secrets", folder.resolve("secrets").toString());
  }

  private static String run(String... arguments) {
    var out = new ByteArrayOutputStream();
    int code = HeapDumpSearch.run(new PrintStream(out, true, UTF_8), arguments);
    return "exit " + code + "\n" + out.toString(UTF_8);
  }
}

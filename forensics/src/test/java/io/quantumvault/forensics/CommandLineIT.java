package io.quantumvault.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quantumvault.forensics.victim.JcaVictim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the search says and how it ends, for a process whose keys are known. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandLineIT {
  private static final Random RANDOM = TestRandom.of(CommandLineIT.class);
  private static final long CYCLES = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private KnownKeys keys;
  private Path secrets;

  @BeforeEach
  void makeKeys() throws Exception {
    keys = new KnownKeys(RANDOM);
    secrets = folder.resolve("secrets");
    keys.saveInputs(Files.createDirectory(folder.resolve("keys")));
    keys.saveSecrets(secrets);
  }

  @Test
  void whatIsFoundIsNamedAndNotShown() throws Exception {
    try (var victim = victim()) {
      ToolProcess.Said said = searched(ToolProcess.search(victim, secrets));

      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.text()).contains("found seed, ", ", in java heap: ", "FOUND in 1 of 1");
      for (Secret secret : keys.secrets()) {
        String hex = HexFormat.of().formatHex(secret.value());
        assertThat(said.text()).doesNotContain(hex.substring(0, 16));
      }
    }
  }

  @Test
  void nothingIsFoundOfKeysTheProcessNeverHad() throws Exception {
    Path others = otherSecrets();
    Files.write(
        others,
        Files.readAllLines(others).stream()
            .filter(line -> !line.contains(SecretType.PUBLIC_CONTROL.text()))
            .toList());
    String control = HexFormat.of().formatHex(keys.secrets().getLast().value());
    try (var victim = victim()) {
      ToolProcess.Said said =
          searched(ToolProcess.search(victim, others, "--snapshots", "2", "--control", control));

      assertThat(said.text()).contains("nothing found in 2 of 2");
      assertThat(said.exitCode()).isZero();
    }
  }

  @Test
  void aSnapshotWithoutItsControlSaysNothing() throws Exception {
    try (var victim = victim()) {
      ToolProcess.Said said = searched(ToolProcess.search(victim, otherSecrets()));

      assertThat(said.text())
          .contains("control not found: [agent-public-key]", "not run: only 0 of 1 count");
      assertThat(said.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void aProcessThatDoesNotRunIsNotAtWorkAndStaysAsItWas() throws Exception {
    Patterns patterns = Patterns.of(keys.secrets());
    try (var victim = victim();
        var search = ProcessSearch.of(victim.pid(), patterns, victim.heap(), RANDOM)) {
      ProcFolder files = ProcFolder.of(victim.pid());
      assertThat(Posix.kill(victim.pid(), Posix.SIGSTOP)).isTrue();
      try {
        awaitStandingStill(files);
        search.asItIs();

        awaitStandingStill(files);
        assertThat(files.stat().state()).isEqualTo('T');
        assertThatThrownBy(search::whileItWorks)
            .isInstanceOf(NotRun.class)
            .hasMessageContaining("no CPU time");
      } finally {
        Posix.kill(victim.pid(), Posix.SIGCONT);
      }
      // It goes on after every search, or this would not be answered.
      search.asItIs();
      assertThat(victim.work(victim.count() + 1)).isPositive();
    } catch (KernelForbids e) {
      notRun(e.why());
    }
  }

  @Test
  void registersAreThoseOfTheThread() throws Exception {
    try (var victim = victim()) {
      ProcFolder files = ProcFolder.of(victim.pid());
      try (var _ = StoppedProcess.stop(victim.pid(), files)) {
        // What waits for the end of the child would see the first thread traced.
        List<Integer> threads =
            files.threads().stream().filter(thread -> thread != victim.pid()).toList();
        assertThat(threads).hasSizeGreaterThan(1);
        for (int thread : threads) {
          long stackPointer = stackPointer(files, thread);
          List<byte[]> sets = ThreadRegisters.of(thread);
          assertThat(words(sets.getFirst())).contains(stackPointer);
          assertThat(sets.getLast().length).isGreaterThanOrEqualTo(512);
        }
        awaitStandingStill(files);
      }
      assertThat(victim.work(victim.count() + 1)).isPositive();
    } catch (KernelForbids e) {
      notRun(e.why());
    }
  }

  @Test
  void whereTheKernelForbidsItTheSearchIsNotRunAndSaysWhy() throws Exception {
    Path setpriv = Path.of("/usr/bin/setpriv");
    if (!System.getProperty("user.name").equals("root") || !Files.isExecutable(setpriv)) {
      notRun("only root can become a user who may not look, and needs setpriv for it");
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path classes = ToolProcess.copyClasses(Files.createDirectory(folder.resolve("classes")));
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(secrets, nobody);
    try (var victim = victim()) {
      ToolProcess.Said said =
          ToolProcess.run(
              List.of(setpriv.toString(), "--reuid=nobody", "--clear-groups", "--"),
              classes,
              MemorySearch.class,
              "--pid",
              Long.toString(victim.pid()),
              "--secrets",
              secrets.toString());

      assertThat(said.text()).contains("not run: the kernel forbids reading");
      assertThat(said.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void aProcessThatIsNotThereIsNotRun() throws Exception {
    ToolProcess.Said said =
        ToolProcess.run(
            List.of(),
            ToolProcess.classes(),
            MemorySearch.class,
            "--pid",
            Integer.toString(Integer.MAX_VALUE),
            "--secrets",
            secrets.toString());

    assertThat(said.text()).contains("not run: there is no process 2147483647");
    assertThat(said.exitCode()).isEqualTo(2);
  }

  /** The kernel takes a moment to stop all threads, on a busy machine a longer one. */
  private static void awaitStandingStill(ProcFolder files) {
    long start = System.nanoTime();
    while (!files.standsStill()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("a thread of the process still runs after " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** By another file of the kernel's than the search of registers reads. */
  private static long stackPointer(ProcFolder files, int thread) throws Exception {
    Path call = files.folder().resolve("task").resolve(Integer.toString(thread)).resolve("syscall");
    String[] fields = Files.readString(call).strip().split(" ", -1);
    // The number of the call and its arguments, then stack pointer and program counter.
    return Long.parseUnsignedLong(fields[fields.length - 2].substring(2), 16);
  }

  private VictimProcess victim() throws Exception {
    var victim = new VictimProcess(JcaVictim.class, folder.resolve("keys"));
    victim.work(CYCLES);
    return victim;
  }

  private Path otherSecrets() throws Exception {
    Path others = folder.resolve("other-secrets");
    new KnownKeys(RANDOM).saveSecrets(others);
    return others;
  }

  private static ToolProcess.Said searched(ToolProcess.Said said) {
    if (said.text().contains("not run: the kernel forbids")) {
      notRun(said.text());
    }
    return said;
  }

  private static List<Long> words(byte[] bytes) {
    var words = new ArrayList<Long>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= 8) {
      words.add(buffer.getLong());
    }
    return words;
  }

  private static void notRun(String why) {
    System.out.println("not run: " + why);
    abort("not run: " + why);
  }
}

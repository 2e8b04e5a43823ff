package io.quantumvault.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quantumvault.forensics.victim.JcaVictim;
import io.quantumvault.forensics.victim.KeyMemoryVictim;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing processes are stopped again and again and searched from outside. What keeps its keys in
 * key memory must show none of them; the same search must find those of a process that uses the
 * JDK's cryptography.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForensicsIT {
  private static final int SNAPSHOTS = Integer.getInteger("quantumvault.forensics.snapshots", 20);
  // Enough for the compiler to have compiled the cycle and recompiled it.
  private static final int CYCLES_OF_KEY_MEMORY = 20_000;
  private static final int CYCLES_OF_THE_JDK = 1_000;
  private static final Random RANDOM = TestRandom.of(ForensicsIT.class);

  @TempDir Path folder;
  private KnownKeys keys;
  private Patterns patterns;

  @BeforeEach
  void makeKeys() throws Exception {
    keys = new KnownKeys(RANDOM);
    patterns = Patterns.of(keys.secrets());
    keys.saveInputs(Files.createDirectory(folder.resolve("keys")));
    keys.saveSecrets(folder.resolve("secrets"));
  }

  @Test
  void aProcessWithKeysInKeyMemoryShowsNoneOfThem() throws Exception {
    if (SecretMemory.mode() != SecretMemory.Mode.SECRET_PAGES) {
      notRun("this kernel has no memfd_secret");
    }
    if (KeyMemory.state().calls() != KeyMemory.Calls.SECRET_STACK) {
      notRun("this C library has no user contexts, so native calls leave words of keys behind");
    }
    try (var victim = new VictimProcess(KeyMemoryVictim.class, folder.resolve("keys"))) {
      victim.work(CYCLES_OF_KEY_MEMORY);
      List<Snapshot> atWork = atWork(victim);
      Snapshot atRest = atRest(victim);
      // In a process of its own, since a parent must not trace its child.
      ToolProcess.Said registers =
          ToolProcess.search(
              victim, folder.resolve("secrets"), "--quiet", "true", "--registers", "true");
      System.out.print(registers.text());
      Snapshot dump = heapDump(victim);

      assertThat(atWork).hasSize(SNAPSHOTS).allSatisfy(ForensicsIT::isWholeButForKeyMemory);
      assertThat(atRest).satisfies(ForensicsIT::isWholeButForKeyMemory);
      assertThat(dump.counts()).isTrue();
      assertThat(dump.hits()).as("heap dump").isEmpty();
      assertThat(atRest.hits()).as("at rest").isEmpty();
      assertThat(registers.text()).as("registers at rest").contains("nothing found in 1 of 1");
      assertThat(atWork).flatMap(Snapshot::hits).as("at work").isEmpty();
    }
  }

  @Test
  void theSameSearchFindsWhatTheJdksCryptographyLeaves() throws Exception {
    try (var victim = new VictimProcess(JcaVictim.class, folder.resolve("keys"))) {
      victim.work(CYCLES_OF_THE_JDK);
      List<Snapshot> atWork = atWork(victim);
      Snapshot atRest = atRest(victim);
      Snapshot dump = heapDump(victim);

      assertThat(atWork)
          .hasSize(SNAPSHOTS)
          .allSatisfy(snapshot -> {
            assertThat(snapshot.counts()).isTrue();
            assertThat(snapshot.hitsByRegion()).containsKey(RegionKind.JAVA_HEAP);
          });
      assertThat(atRest.hits()).isNotEmpty();
      assertThat(dump.hits()).isNotEmpty();
    }
  }

  private List<Snapshot> atWork(VictimProcess victim) {
    var snapshots = new ArrayList<Snapshot>();
    try (var search = ProcessSearch.of(victim.pid(), patterns, victim.heap(), RANDOM)) {
      for (int i = 1; i <= SNAPSHOTS; i++) {
        Snapshot snapshot = search.whileItWorks();
        snapshots.add(snapshot);
        print("snapshot " + i + " after " + victim.count() + " cycles", snapshot);
      }
    } catch (KernelForbids e) {
      notRun(e.why());
    }
    return snapshots;
  }

  private Snapshot atRest(VictimProcess victim) {
    long cycles = victim.quiet();
    try (var search = ProcessSearch.of(victim.pid(), patterns, victim.heap(), RANDOM)) {
      Snapshot snapshot = search.asItIs();
      print("at rest after " + cycles + " cycles", snapshot);
      return snapshot;
    }
  }

  private Snapshot heapDump(VictimProcess victim) {
    Path dump = folder.resolve("victim.hprof");
    victim.dump(dump);
    Snapshot found = FileSearch.of(dump, patterns);
    print("heap dump", found);
    return found;
  }

  private static void print(String title, Snapshot snapshot) {
    System.out.printf(
        "%s: %.1f MB, %d hits %s of %d secrets%n",
        title,
        snapshot.bytesSearched() / 1e6,
        snapshot.hits().size(),
        snapshot.hitsByRegion(),
        snapshot.hitsBySecret().size());
  }

  /** All was read but key memory, which was there and which the kernel hides. */
  private static void isWholeButForKeyMemory(Snapshot snapshot) {
    assertThat(snapshot.controlsMissing()).isEmpty();
    assertThat(snapshot.bytesUnreadable().keySet())
        .isNotEmpty()
        .allMatch(mapping -> mapping.startsWith("/secretmem"));
  }

  private static void notRun(String why) {
    System.out.println("not run: " + why);
    abort("not run: " + why);
  }
}

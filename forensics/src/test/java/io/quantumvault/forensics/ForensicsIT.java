package io.quantumvault.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quantumvault.forensics.victim.JcaVictim;
import io.quantumvault.forensics.victim.KeyMemoryVictim;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing processes are stopped again and again and searched from outside. What keeps its keys in
 * key memory must show none of them; the same search must find those of a process that uses the
 * JDK's cryptography.
 */
class ForensicsIT {
  private static final int SNAPSHOTS = Integer.getInteger("quantumvault.forensics.snapshots", 20);
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
    try (var victim = new VictimProcess(KeyMemoryVictim.class, folder.resolve("keys"))) {
      List<Snapshot> atWork = atWork(victim);
      Snapshot atRest = atRest(victim);
      Snapshot dump = heapDump(victim);

      assertThat(atWork).as("at work").allSatisfy(ForensicsIT::showsControlsAndHidesKeyMemory);
      assertThat(atRest).as("at rest").satisfies(ForensicsIT::showsControlsAndHidesKeyMemory);
      assertThat(dump.counts()).isTrue();
      assertThat(dump.hitsBySecret()).as("heap dump").isEmpty();
      assertThat(atRest.hitsBySecret()).as("at rest").isEmpty();
      assertThat(atWork)
          .as("at work")
          .allSatisfy(snapshot -> assertThat(snapshot.hitsBySecret()).isEmpty());
    }
  }

  @Test
  void theSameSearchFindsWhatTheJdksCryptographyLeaves() throws Exception {
    try (var victim = new VictimProcess(JcaVictim.class, folder.resolve("keys"))) {
      List<Snapshot> atWork = atWork(victim);
      Snapshot atRest = atRest(victim);
      Snapshot dump = heapDump(victim);

      assertThat(atWork).allSatisfy(snapshot -> assertThat(snapshot.counts()).isTrue());
      assertThat(atWork).allSatisfy(snapshot -> assertThat(snapshot.hits()).isNotEmpty());
      assertThat(atRest.hits()).isNotEmpty();
      assertThat(dump.hits()).isNotEmpty();
    }
  }

  @Test
  void theSearchFindsNothingOfKeysTheProcessNeverHad() throws Exception {
    Path others = folder.resolve("other-secrets");
    var other = new KnownKeys(RANDOM);
    other.saveSecrets(others);
    String control = java.util.HexFormat.of().formatHex(keys.secrets().getLast().value());
    // Its own control is a key the process never saw; that of the process must be shown instead.
    Files.write(
        others,
        Files.readAllLines(others).stream()
            .filter(line -> !line.contains("public-control"))
            .toList());
    try (var victim = new VictimProcess(JcaVictim.class, folder.resolve("keys"))) {
      assertThat(
              search(
                  victim, "--secrets", others.toString(), "--snapshots", "2", "--control", control))
          .startsWith("0:")
          .contains("nothing found in 2 of 2");
    }
  }

  private String search(VictimProcess victim, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--pid", Long.toString(victim.pid())));
    arguments.addAll(List.of(options));
    var out = new ByteArrayOutputStream();
    int code =
        MemorySearch.run(
            new PrintStream(out, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
    return code + ":" + out.toString(StandardCharsets.UTF_8);
  }

  private List<Snapshot> atWork(VictimProcess victim) {
    var snapshots = new ArrayList<Snapshot>();
    try (var search = ProcessSearch.of(victim.pid(), patterns, victim.heap(), RANDOM)) {
      for (int i = 0; i < SNAPSHOTS; i++) {
        Snapshot snapshot = search.whileItWorks();
        snapshots.add(snapshot);
        print("snapshot " + (i + 1) + " after " + victim.count() + " cycles", snapshot);
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
        "%s: %.1f MB, %d hits %s %s hidden %s%n",
        title,
        snapshot.bytesSearched() / 1e6,
        snapshot.hits().size(),
        snapshot.hitsByRegion(),
        snapshot.hitsBySecret(),
        snapshot.bytesUnreadable());
  }

  private static void showsControlsAndHidesKeyMemory(Snapshot snapshot) {
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

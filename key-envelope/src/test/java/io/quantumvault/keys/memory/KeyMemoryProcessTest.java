package io.quantumvault.keys.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantumvault.keys.derive.Mnemonic;
import io.quantumvault.keys.sign.Ed25519;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What depends on how a process was started, so each case has a process of its own. */
class KeyMemoryProcessTest {
  private record Ended(int exit, String output) {}

  @Test
  void fullProtectionWhereTheMachineHasIt() throws Exception {
    assertThat(run(List.of()).output())
        .startsWith(KeyMemory.state().pagesText() + " " + KeyMemory.state().callsText())
        .contains("good", publicKeyOfZeros());
  }

  @Test
  void everyFallbackWorksAndSaysThatItIsOne() throws Exception {
    Ended ended =
        run(
            List.of(),
            "-Dquantumvault.key-memory.pages=locked",
            "-Dquantumvault.key-memory.calls=single");

    assertThat(ended.output())
        .startsWith("locked_pages single")
        .contains("good", publicKeyOfZeros());
    assertThat(ended.exit()).isZero();
  }

  @Test
  void aLimitOnLockedMemoryThatIsTooSmallIsRefusedWithTheNumberNeeded() throws Exception {
    assumeSetpriv();
    for (String pages : List.of("secret", "locked")) {
      Ended ended =
          run(
              List.of(
                  "/usr/bin/setpriv",
                  "--inh-caps=-ipc_lock",
                  "--bounding-set=-ipc_lock",
                  "/bin/sh",
                  "-c",
                  "ulimit -l 64; exec \"$0\" \"$@\""),
              "-Dquantumvault.key-memory.pages=" + pages);

      assertThat(ended.exit()).isNotZero();
      assertThat(ended.output())
          .contains("IllegalStateException: key memory needs " + kibibytes() * 1024 + " bytes")
          .contains("the limit is 65536", "ulimit -l " + kibibytes())
          .doesNotContain("good");
    }
  }

  @Test
  void theNumberInThatMessageIsEnough() throws Exception {
    assumeSetpriv();
    Ended ended =
        run(
            List.of(
                "/usr/bin/setpriv",
                "--inh-caps=-ipc_lock",
                "--bounding-set=-ipc_lock",
                "/bin/sh",
                "-c",
                "ulimit -l " + kibibytes() + "; exec \"$0\" \"$@\""));

    assertThat(ended.output()).contains("good");
  }

  private static void assumeSetpriv() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "not run: no setpriv, and root ignores the limit");
  }

  private static long kibibytes() {
    return (KeyMemory.neededBytes() + 1023) / 1024;
  }

  private static String publicKeyOfZeros() {
    try (SecretMemory entropy = SecretMemory.allocate(32);
        SecretMemory seed = Mnemonic.seedOf(entropy)) {
      return HexFormat.of().formatHex(Ed25519.publicKey(seed));
    }
  }

  private static Ended run(List<String> before, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), KeyCycles.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }
}

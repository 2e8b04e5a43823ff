package io.quantumvault.signer.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each measure as it looks from outside: what is tried on a hardened process is tried on a plain
 * one first, where it has to succeed, or its failure would show nothing.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HardenedProcessTest {
  private static final List<String> NO_FLAGS = List.of();

  /** As the signer is started. */
  private static final List<String> SIGNERS_FLAGS =
      List.of(
          "-XX:+DisableAttachMechanism",
          "-XX:-EnableDynamicAgentLoading",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-Xrs");

  private static final int SIGSYS = 31;
  private static final int BY_SIGNAL = 128;

  @TempDir private static Path folder = Path.of("");

  private static OrdinaryUser user;
  private static VictimProcess plain;
  private static VictimProcess hardened;

  @BeforeAll
  static void start() throws IOException {
    user = OrdinaryUser.in(folder);
    Files.writeString(folder.resolve("secret-of-others"), "any");
    plain = new VictimProcess(user, NO_FLAGS, "plain");
    hardened = new VictimProcess(user, SIGNERS_FLAGS, "hardened");
  }

  @AfterAll
  static void end() {
    plain.close();
    hardened.close();
  }

  @Test
  void nothingIsMissingButWhatTheKernelLacks() {
    var reasons = hardened.missing();

    assertThat(reasons)
        .noneMatch(reason -> reason.contains("seccomp") || reason.contains("start with"));
    assertThat(reasons.stream().anyMatch(reason -> reason.contains("Landlock")))
        .isEqualTo(Landlock.version() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "environment", "trace"})
  void theSameUserSeesAndTracesNothing(String attack) throws Exception {
    assumeTrue(
        user.attacks(attack, plain.pid()),
        "not run: Yama keeps processes of one user apart here, hardened or not");

    assertThat(user.attacks(attack, hardened.pid())).isFalse();
    try (var oneMeasure = new VictimProcess(user, NO_FLAGS, "not-dumpable")) {
      assertThat(user.attacks(attack, oneMeasure.pid())).as("by this measure alone").isFalse();
    }
  }

  @Test
  void noAgentIsAttached() throws Exception {
    assertThat(user.attacks("agent", plain.pid())).isTrue();

    assertThat(user.attacks("agent", hardened.pid())).isFalse();
    try (var oneMeasure = new VictimProcess(user, SIGNERS_FLAGS, "plain")) {
      assertThat(user.attacks("agent", oneMeasure.pid())).as("by its flags alone").isFalse();
    }
  }

  @Test
  void aCrashLeavesNoCore() throws Exception {
    var pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern")).strip();
    assumeTrue(
        !pattern.startsWith("|") && !pattern.contains("/"),
        "not run: the kernel gives cores to a program or another folder: " + pattern);

    assumeTrue(
        mostCoreBytes() != 0, "not run: this process may leave no core, so no child of it may");

    assertThat(coreAfterCrash("plain")).isPositive();
    assertThat(coreAfterCrash("no-core")).as("by the limit alone").isZero();
    assertThat(coreAfterCrash("not-dumpable")).as("by this measure alone").isZero();
    assertThat(coreAfterCrash("hardened")).isZero();
  }

  /** The hard limit, -1 for none. */
  private static long mostCoreBytes() throws IOException {
    var limit =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max core file size"))
            .map(line -> line.strip().split(" +")[5])
            .findFirst()
            .orElseThrow();
    return limit.equals("unlimited") ? -1 : Long.parseLong(limit);
  }

  /** Bytes of core files; the JVM is left its own say, which would be to write one. */
  private static long coreAfterCrash(String how) throws Exception {
    try (var victim = new VictimProcess(user, List.of("-XX:+SuppressFatalErrorMessage"), how)) {
      new ProcessBuilder("kill", "-SEGV", Long.toString(victim.pid())).start().waitFor();
      assertThat(victim.exitCode()).isGreaterThan(BY_SIGNAL);
    }
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (var core :
          files.filter(file -> file.getFileName().toString().startsWith("core")).toList()) {
        bytes += Files.size(core);
        Files.delete(core);
      }
    }
    return bytes;
  }

  @Test
  void noProgramIsStarted() throws Exception {
    assertThat(plain.can("exec")).isTrue();

    assertThat(hardened.can("exec")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "EXECVE",
        "EXECVEAT",
        "KEYCTL",
        "ADD_KEY",
        "REQUEST_KEY",
        "PERSONALITY",
        "USERFAULTFD",
        "UNSHARE",
        "SETNS",
        "KCMP"
      })
  void callsThatAnybodyMayMakeAreRefused(RefusedCall call) throws Exception {
    assertThat(plain.can("call " + call)).isTrue();

    assertThat(hardened.can("call " + call)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"PTRACE", "PROCESS_VM_READV", "BPF", "FINIT_MODULE"})
  void plainlyHostileCallsEndTheProcess(RefusedCall call) throws Exception {
    try (var victim = new VictimProcess(user, NO_FLAGS, "plain")) {
      var _ = victim.can("call " + call); // whatever the kernel says, it lives
      assertThat(victim.can("thread")).isTrue();
    }
    try (var victim = new VictimProcess(user, SIGNERS_FLAGS, "hardened")) {
      assertThat(victim.endsBy("call " + call)).isEqualTo(BY_SIGNAL + SIGSYS);
    }
  }

  @Test
  void whatMadeItUnreadableIsNotUndone() throws Exception {
    assertThat(plain.can("dumpable-again")).isTrue();

    assertThat(hardened.can("dumpable-again")).isFalse();
  }

  @Test
  void nothingIsWrittenMadeOrRemoved() throws Exception {
    assumeLandlock();
    for (var order : List.of("write ", "write-by-an-older-thread ", "make-folder ")) {
      var target = folder.resolve("by-" + order.strip());
      assertThat(plain.can(order + target + "-plain")).as(order).isTrue();
      assertThat(hardened.can(order + target)).as(order).isFalse();
      assertThat(target).doesNotExist();
    }
    assertThat(hardened.can("remove " + folder.resolve("by-write-plain"))).isFalse();
    assertThat(plain.can("remove " + folder.resolve("by-write-plain"))).isTrue();
  }

  @Test
  void onlyWhatSettingsNameIsReadAndWritten() throws Exception {
    assumeLandlock();
    var secret = folder.resolve("secret-of-others");
    assertThat(plain.can("read " + secret)).isTrue();
    assertThat(hardened.can("read " + secret)).isFalse();

    var named = folder.resolve("named");
    Files.createDirectory(named);
    Files.setPosixFilePermissions(
        named, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(named.resolve("key"), "any");
    try (var reads =
        new VictimProcess(user, SIGNERS_FLAGS, "hardened", "--quantumvault.keys.dir=" + named)) {
      assertThat(reads.can("read " + named.resolve("key"))).isTrue();
      assertThat(reads.can("write " + named.resolve("new"))).isFalse();
    }
    try (var writes =
        new VictimProcess(
            user, SIGNERS_FLAGS, "hardened", "--" + FileRules.WRITABLE + "=" + named)) {
      assertThat(writes.can("write " + named.resolve("new"))).isTrue();
      assertThat(writes.can("write " + folder.resolve("elsewhere"))).isFalse();
    }
  }

  @Test
  void whatASignerDoesGoesOn() throws Exception {
    assertThat(hardened.can("thread")).isTrue();
    assertThat(hardened.can("talk")).isTrue();
    assertThat(hardened.can("read /proc/self/status")).isTrue();
    assertThat(hardened.can("read /etc/hosts")).isTrue();
  }

  private static void assumeLandlock() {
    assumeTrue(Landlock.version() > 0, "not run: no Landlock in this kernel");
  }
}

package io.quantumvault.signer.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.signer.hardening.Hardening.HardeningRefused;
import io.quantumvault.signer.hardening.Hardening.Mode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "DisableAttachMechanism", "true",
          "EnableDynamicAgentLoading", "false",
          "HeapDumpOnOutOfMemoryError", "false",
          "HeapDumpBeforeFullGC", "false",
          "HeapDumpAfterFullGC", "false",
          "CreateCoredumpOnCrash", "false",
          "UsePerfData", "false");

  private static List<String> problems(List<String> flags, Map<String, String> environment) {
    return new Launch(flags, GOOD, environment, false).problems();
  }

  @Test
  void aCleanLaunchHasNoProblem() {
    assertThat(problems(List.of("-Xmx256m", "-XX:+DisableAttachMechanism"), Map.of("PATH", "/bin")))
        .isEmpty();
  }

  @Test
  void agentsDebuggersAndDumpsAreNamed() {
    for (var flag :
        List.of(
            "-javaagent:/tmp/a.jar",
            "-agentlib:jdwp=transport=dt_socket",
            "-agentpath:/tmp/x.so",
            "-Xdebug",
            "-Xrunjdwp:x",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:HeapDumpPath=/tmp",
            "-XX:StartFlightRecording",
            "-XX:OnError=gdb",
            "-XX:Flags=/tmp/flags",
            "-Dcom.sun.management.jmxremote.port=1")) {
      assertThat(problems(List.of(flag), Map.of())).as(flag).hasSize(1);
    }
  }

  @Test
  void variablesThatLoadCodeAreNamed() {
    for (var name :
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "LD_PRELOAD")) {
      assertThat(problems(List.of(), Map.of(name, "x"))).as(name).hasSize(1);
    }
  }

  @Test
  void everyOptionThatIsNotAsWantedIsNamed() {
    for (var name : GOOD.keySet()) {
      var options = new HashMap<>(GOOD);
      options.put(name, GOOD.get(name).equals("true") ? "false" : "true");
      assertThat(new Launch(List.of(), options, Map.of(), false).problems())
          .as(name)
          .singleElement()
          .asString()
          .contains(name);
    }
  }

  @Test
  void aDebuggerIsNamed() {
    assertThat(new Launch(List.of(), GOOD, Map.of(), true).problems()).hasSize(1);
  }

  @Test
  void strictRefusesAndAvailableTells() {
    assertThatThrownBy(() -> Hardening.require(Mode.STRICT, List.of("set this")))
        .isInstanceOf(HardeningRefused.class)
        .hasMessageContaining("set this");
    assertThat(Hardening.require(Mode.AVAILABLE, List.of("set this"))).containsExactly("set this");
    assertThat(Hardening.require(Mode.STRICT, List.of())).isEmpty();
  }
}

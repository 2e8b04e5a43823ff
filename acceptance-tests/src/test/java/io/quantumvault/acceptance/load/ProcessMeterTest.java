package io.quantumvault.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {
  @Test
  void processesAreNamedByWhatTheyDo() {
    assertThat(
            ProcessMeter.name(
                "/jdk/bin/java -Xmx96m -cp a.jar io.quantumvault.signer.SignerApplication --config=f",
                "java"))
        .isEqualTo("SignerApplication");
    assertThat(
            ProcessMeter.name("postgres: qv_signer quantumvault 127.0.0.1(4242) idle", "postgres"))
        .isEqualTo("postgres qv_signer");
    assertThat(ProcessMeter.name("postgres: walwriter", "postgres"))
        .isEqualTo("postgres walwriter");
    assertThat(ProcessMeter.name("/pg/bin/postgres -D /data", "postgres")).isEqualTo("postgres");
  }

  @Test
  void thisProcessHasUsedTimeAndMemory() {
    var meter = new ProcessMeter(List.of(ProcessHandle.current().pid()));
    assertThat(meter.cpuSeconds().values()).anyMatch(seconds -> seconds > 0);
    assertThat(meter.memoryMib()).isPositive();
  }
}

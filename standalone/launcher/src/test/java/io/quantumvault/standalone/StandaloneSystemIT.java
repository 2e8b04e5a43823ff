package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.PaperChain;
import io.quantumvault.paper.PaperChainSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 15, unit = TimeUnit.MINUTES)
class StandaloneSystemIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path data = Path.of("");

  @Test
  void everythingGetsReadyTwiceOnTheSameFolder() throws InterruptedException {
    for (int start = 0; start < 2; start++) {
      try (StandaloneSystem system =
          StandaloneSystem.start(SystemSettings.onFreePorts(data), Progress.silent())) {
        assertThat(system.awaitReady(PATIENCE)).isEmpty();
        assertThat(system.states())
            .extracting(Service.State::name)
            .contains(
                "control-plane",
                "ingest-service",
                "policy-stream",
                "signer-service",
                "audit-sink",
                "paper-chain");
      }
    }
  }

  @Test
  void nodesOfSomebodyElseTakeThePaperChainsPlace() throws InterruptedException {
    try (PaperChain node = PaperChain.start(PaperChainSettings.defaults().withPort(0))) {
      SystemSettings usual = SystemSettings.onFreePorts(data);
      SystemSettings onNode =
          new SystemSettings(
              data,
              0,
              0,
              0,
              0,
              0,
              usual.executionKeyPeriod(),
              new ChainChoice.Nodes(
                  "localnet", List.of(URI.create("http://127.0.0.1:" + node.port()))));
      try (StandaloneSystem system = StandaloneSystem.start(onNode, Progress.silent())) {
        assertThat(system.awaitReady(PATIENCE)).isEmpty();
        assertThat(system.states())
            .extracting(Service.State::name)
            .contains("signer-service")
            .doesNotContain("paper-chain");
      }
    }
  }

  @Test
  void theSignersJarsHoldNoOtherService() throws IOException {
    try (Stream<Path> jars = Files.list(Launcher.distribution().resolve("signer").resolve("lib"))) {
      assertThat(jars)
          .extracting(jar -> jar.getFileName().toString().replaceAll("-\\d.*", ""))
          .contains("signer-service", "key-envelope", "schemas")
          .doesNotContain(
              "control-plane",
              "ingest-service",
              "policy-stream",
              "audit-sink",
              "standalone-launcher",
              "standalone-platform");
    }
  }
}

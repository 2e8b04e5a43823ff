package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.ManyWallets;
import io.quantumvault.owner.Poll;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From the signer's death to the moment it would sign again. The contract's bound, five seconds, is
 * for a machine that is not busy with other tests: there it is asked for by a property. Anywhere
 * the time must stay below what pauses between ten starts would add up to.
 */
@Timeout(900)
class SignerRestartIT {
  private static final int KILLS = 10;

  /** Beside those of the installation. */
  private static final int WALLETS = Integer.getInteger("quantumvault.restart.wallets", 0);

  private static final Duration ALLOWED =
      Duration.ofSeconds(Integer.getInteger("quantumvault.restart.allowed-seconds", 25));
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long SEED = 20261129;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aKilledSignerIsBackAtOnceHoweverOften() throws Exception {
    var system = Installation.empty();
    try {
      system.up();
      if (WALLETS > 0) {
        new ManyWallets(new Random(SEED)).write(WALLETS, system.kafka("debezium"));
        var _ = killed(system); // takes what is new for the first time
      }
      var times = kills(system);
      report(times);

      assertThat(times).allSatisfy(time -> assertThat(time).isLessThanOrEqualTo(ALLOWED));
      assertThat(system.run("status").out())
          .containsPattern("restarted \\d+ times, last because it was killed by signal 9");
    } finally {
      system.discard();
    }
  }

  @SuppressWarnings("SystemOut") // figures are part of what this is for
  private static void report(List<Duration> times) {
    System.out.printf(
        "from kill to ready with %d wallets more, ms: %s (seed %d)%n",
        WALLETS, times.stream().map(Duration::toMillis).toList(), SEED);
  }

  private List<Duration> kills(Installation system) throws Exception {
    var times = new ArrayList<Duration>();
    for (int kill = 0; kill < KILLS; kill++) {
      times.add(killed(system));
    }
    return times;
  }

  private Duration killed(Installation system) throws Exception {
    // The launcher's word, so that it knows, too, that no early death is to come.
    var ready = URI.create(system.env().get("status").asString());
    Poll.until(PATIENCE, "a signer that is ready", () -> isReady(ready));
    long pid = pid(system.data());
    long began = System.nanoTime();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Poll.until(
        PATIENCE,
        "another signer that is ready",
        () -> pid(system.data()) != pid && isReady(ready));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static long pid(Path data) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("run/signer-service.pid")).split(" ")[0]);
  }

  private boolean isReady(URI ready) throws InterruptedException {
    try {
      return http.send(
                  HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(1)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false; // nobody there yet
    }
  }
}

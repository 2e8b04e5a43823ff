package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process, a real clock, a real SIGKILL. Blocks as slow as a blockhash needs to live for a
 * minute.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AbruptEndIT {
  private static final Pattern PORT = Pattern.compile("listening on port (\\d+)");

  @TempDir Path folder = Path.of("");

  private record Running(Process process, Rpc rpc) implements AutoCloseable {
    @Override
    public void close() {
      rpc.close();
      process.destroyForcibly().onExit().join();
    }
  }

  private Running start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PaperChainApplication.class.getName(),
                "--port=0",
                "--slot-millis=400",
                "--data-dir=" + folder)
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.find()) {
        return new Running(process, new Rpc(Integer.parseInt(matcher.group(1))));
      }
    }
    throw new UncheckedIOException(new IOException("the process ended before it listened"));
  }

  /** As long as the test may last; a node that has ended does not answer. */
  private static void until(BooleanSupplier condition) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      var _ = never.await(20, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void whatWasSeenToLandHasLandedAfterAKill() throws Exception {
    Wallet payer = Wallet.number(5);
    Address target = Wallet.number(6).address();
    String signature;
    byte[] wire;
    long slot;
    try (Running node = start()) {
      node.rpc().result("requestAirdrop", payer.address().toString(), 1_000_000_000L);
      Call transfer = Calls.transfer(payer.address(), target, 250_000_000L);
      byte[] message = Compiled.message(true, payer, node.rpc().blockhash(), List.of(transfer));
      wire = Compiled.sign(message, payer);
      signature = node.rpc().send(wire);
      until(() -> !node.rpc().status(signature).isNull());
      slot = node.rpc().result("getSlot").longValue();
    }

    try (Running node = start()) {
      assertThat(node.rpc().result("getSlot").longValue()).isGreaterThanOrEqualTo(slot);
      assertThat(node.rpc().status(signature).get("err").isNull()).isTrue();
      assertThat(node.rpc().balance(target)).isEqualTo(250_000_000L);
      node.rpc().sendBlind(wire);
      long next = node.rpc().result("getSlot").longValue() + 2;
      until(() -> node.rpc().result("getSlot").longValue() >= next);
      assertThat(node.rpc().balance(target)).isEqualTo(250_000_000L);
    }
  }
}

package io.quantumvault.outbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// Of another thread: no interrupt ends a wait on a socket.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingSocketTest {
  private static final int LONG = 600_000;

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void askingReturnsWhenSomethingComes() throws Exception {
    try (Socket client = connected(LONG);
        Socket other = server.accept();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      InputStream in = client.getInputStream();
      var asked = CompletableFuture.supplyAsync(() -> available(in), threads);
      other.getOutputStream().write("commit".getBytes(US_ASCII));
      // It waits for bytes: waiting for time, it would run into this test's limit.
      assertThat(asked.get()).isPositive();
      assertThat(in.readNBytes(6)).isEqualTo("commit".getBytes(US_ASCII));
    }
  }

  @Test
  void askingInVainEndsAndKeepsTheTimeLimitForReading() throws Exception {
    try (Socket client = connected(20);
        Socket other = server.accept()) {
      client.setSoTimeout(12_345);
      InputStream in = client.getInputStream();
      assertThat(in.available()).isZero();
      assertThat(client.getSoTimeout()).isEqualTo(12_345);
      other.getOutputStream().write('x');
      assertThat(in.read()).isEqualTo('x');
    }
  }

  @Test
  void theOtherSidesEndIsAnEnd() throws Exception {
    try (Socket client = connected(LONG)) {
      server.accept().close();
      InputStream in = client.getInputStream();
      assertThat(in.available()).isZero();
      assertThat(in.available()).isZero();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[8], 0, 8)).isEqualTo(-1);
    }
  }

  @Test
  void noByteIsLostOrDoubledWhateverIsAskedBetween() throws Exception {
    long seed = Long.getLong("quantumvault.test.seed", new Random().nextLong());
    System.out.println("quantumvault.test.seed=" + seed);
    Random random = new Random(seed);
    byte[] sent = new byte[200_000];
    random.nextBytes(sent);
    try (Socket client = connected(LONG);
        Socket other = server.accept();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int at = 0; at < sent.length; at += 500) {
                    other.getOutputStream().write(sent, at, 500);
                  }
                  other.shutdownOutput();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              threads);
      InputStream in = client.getInputStream();
      byte[] got = new byte[sent.length + 1];
      int at = 0;
      while (true) {
        int available = random.nextInt(3) == 0 ? in.available() : 0;
        if (random.nextInt(4) == 0) {
          int one = in.read();
          if (one < 0) {
            break;
          }
          got[at++] = (byte) one;
          continue;
        }
        int wanted = 1 + random.nextInt(700);
        byte[] some = new byte[wanted];
        int read = in.read(some, 0, wanted);
        if (read < 0) {
          break;
        }
        // What is said to be there is there at once.
        assertThat(read).isGreaterThanOrEqualTo(Math.min(available, 1));
        System.arraycopy(some, 0, got, at, read);
        at += read;
      }
      writing.get();
      assertThat(at).as("seed %d", seed).isEqualTo(sent.length);
      assertThat(Arrays.copyOf(got, at)).as("seed %d", seed).isEqualTo(sent);
    }
  }

  private Socket connected(int waitMillis) throws IOException {
    Socket socket = new WaitingSocket(waitMillis);
    socket.connect(server.getLocalSocketAddress());
    return socket;
  }

  private static int available(InputStream in) {
    try {
      return in.available();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** TCP ports on loopback: finding free ones, and saying who has a taken one. */
public final class Ports {
  private static final int LOWEST_FREE = 20_000;
  private static final int HIGHEST_FREE = 32_000;
  private static final int ATTEMPTS = 200;

  /** A port is not in use before its service starts; until then nobody else may be given it. */
  private static final PortClaims CLAIMS = PortClaims.ofThisUser();

  private Ports() {}

  /**
   * A loopback port nobody has, below the range from which the kernel gives outgoing connections
   * theirs: a port from that range could be taken between now and its use. No two processes of one
   * user are given the same.
   */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
      if (binds(port) && CLAIMS.claim(port)) {
        return port;
      }
    }
    throw new StartRefused("No free port was found on loopback; choose ports by option.");
  }

  private static boolean binds(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The wanted port, or a free one for 0.
   *
   * @param purpose what the port is for, as the error names it
   * @throws StartRefused if somebody listens there, named where the kernel tells
   */
  public static int claim(int wanted, String purpose) {
    if (wanted == 0) {
      return free();
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      // It is listened on later; nobody may be given it meanwhile.
      var _ = CLAIMS.claim(wanted);
      return wanted;
    } catch (IOException e) {
      throw new StartRefused(
          "Port "
              + wanted
              + " ("
              + purpose
              + ") is taken"
              + holder(wanted).map(who -> " by " + who).orElse("")
              + "; end that process or choose another port.",
          e);
    }
  }

  private static Optional<String> holder(int port) {
    try (Stream<String> lines =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6").flatMap(Ports::linesOf)) {
      String suffix = String.format(Locale.ROOT, ":%04X", port);
      return lines
          .map(line -> line.strip().split("\\s+"))
          // Column 1 is the local address, 3 the state (0A listens), 9 the socket's inode.
          .filter(c -> c.length > 9 && c[1].endsWith(suffix) && c[3].equals("0A"))
          .map(c -> ownerOf("socket:[" + c[9] + "]"))
          .flatMap(Optional::stream)
          .findFirst();
    }
  }

  private static Stream<String> linesOf(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Optional<String> ownerOf(String socket) {
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), socket))
        .findFirst()
        .map(p -> p.info().command().orElse("a process") + " (process " + p.pid() + ")");
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.anyMatch(fd -> socket.equals(target(fd)));
    } catch (IOException | UncheckedIOException e) {
      return false; // another user's process, or gone by now
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}

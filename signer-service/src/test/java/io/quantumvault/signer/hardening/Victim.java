package io.quantumvault.signer.hardening;

import io.quantumvault.signer.hardening.Hardening.Demand;
import io.quantumvault.signer.hardening.Hardening.Mode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process that hardens itself as the signer does, or with one measure, or not at all, and then
 * does what it is told, a line each; it answers {@code done} or {@code refused}.
 */
final class Victim {
  private Victim() {}

  @SuppressWarnings("SystemOut") // how it answers
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "plain" -> {}
      case "hardened" -> {
        Confinement.enter(arguments);
        var demand = new Demand(Mode.AVAILABLE, true, true, false);
        Hardening.apply(demand).forEach(missing -> System.out.println("missing " + missing));
      }
      case "not-dumpable" -> require(Libc.notDumpable());
      case "no-core" -> require(Libc.noCoreFiles());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var words = line.split(" ", 2);
      System.out.println(attempt(words[0], words.length > 1 ? words[1] : ""));
    }
  }

  private static void require(boolean held) {
    if (!held) {
      throw new IllegalStateException("the kernel refused");
    }
  }

  private static String attempt(String what, String with) throws InterruptedException {
    try {
      return obeyed(what, with) ? "done" : "refused";
    } catch (IOException e) {
      return "refused";
    }
  }

  private static boolean obeyed(String what, String with) throws IOException, InterruptedException {
    switch (what) {
      case "exec" -> {
        return new ProcessBuilder("/bin/true").start().waitFor() == 0;
      }
      case "write" -> Files.writeString(Path.of(with), "written");
      case "write-by-an-older-thread" -> {
        return byTheJvmsOwnCleaner(Path.of(with));
      }
      case "read" -> {
        return Files.readAllBytes(Path.of(with)).length > 0;
      }
      case "make-folder" -> Files.createDirectory(Path.of(with));
      case "remove" -> Files.delete(Path.of(with));
      case "dumpable-again" -> {
        return Libc.call(p -> p.prctl, SyscallFilter.PR_SET_DUMPABLE, 1, 0, 0) == 0;
      }
      case "call" -> {
        var call = RefusedCall.valueOf(with);
        // Bad pointers: what the kernel looks at first is whether the call is allowed.
        return Libc.call(call::number, -1, -1, -1, -1) != -1;
      }
      case "talk" -> {
        return talk();
      }
      case "thread" -> Thread.ofPlatform().start(() -> {}).join();
      default -> throw new IllegalArgumentException(what);
    }
    return true;
  }

  /**
   * That thread was there before main; it runs what is left of memory nobody refers to any more.
   */
  private static boolean byTheJvmsOwnCleaner(Path file) throws InterruptedException {
    var end = new CountDownLatch(1);
    var thread = new AtomicReference<String>("");
    var written = new AtomicBoolean();
    leave(() -> {
      thread.set(Thread.currentThread().getName());
      try {
        Files.writeString(file, "written");
        written.set(true);
      } catch (IOException e) {
        written.set(false);
      }
      end.countDown();
    });
    while (!end.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      System.gc();
    }
    if (!"Common-Cleaner".equals(thread.get())) {
      throw new IllegalStateException("run by " + thread.get());
    }
    return written.get();
  }

  private static void leave(Runnable action) {
    var arena = Arena.ofAuto();
    var _ = arena.allocate(8).reinterpret(8, arena, gone -> action.run());
  }

  private static boolean talk() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      client.getOutputStream().write(7);
      return accepted.getInputStream().read() == 7;
    }
  }
}

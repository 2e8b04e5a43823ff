package io.quantumvault.forensics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A victim in a JVM of its own; it knows of keys only what is in the folder. */
final class VictimProcess implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xmx128m",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:ReservedCodeCacheSize=64m");

  private final Process process;
  private final BufferedReader lines;
  private final AddressRange heap;

  /** Starts it and waits until it works. */
  VictimProcess(Class<?> program, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.add(folder.toString());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = process.inputReader(StandardCharsets.US_ASCII);
    heap = AddressRange.parse(expect("heap "));
  }

  long pid() {
    return process.pid();
  }

  AddressRange heap() {
    return heap;
  }

  /** How many cycles it has done. */
  long count() {
    return ask("count");
  }

  /** Waits until it has done so many cycles in all. */
  long work(long cycles) {
    return ask("work " + cycles);
  }

  /** Lets its threads end their cycle and rest. */
  long quiet() {
    return ask("quiet");
  }

  /** Lets it write a heap dump with all objects, dead ones too. */
  void dump(Path file) {
    ask("dump " + file);
  }

  private long ask(String line) {
    try {
      process.outputWriter(StandardCharsets.US_ASCII).append(line).append('\n').flush();
      return Long.parseLong(expect("count "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String expect(String start) throws IOException {
    for (String line; (line = lines.readLine()) != null; ) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
      System.out.println(line);
    }
    throw new IOException("the victim has ended");
  }

  private boolean hasEnded() {
    try {
      return process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).close();
    if (!hasEnded()) {
      process.destroyForcibly();
      throw new IOException("the victim did not end with its input");
    }
  }
}

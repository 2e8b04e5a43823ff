package io.quantumvault.acceptance.dsl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The launcher, called as a person calls it. The build that runs the tests has built what it
 * starts.
 */
public final class Qv {
  private static final Path ROOT =
      Path.of(System.getProperty("quantumvault.root")).toAbsolutePath();
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Qv() {}

  /** What a command left. */
  public record Result(int exit, String out, String err) {}

  /** Runs {@code ./qv} with these words and waits for its end. */
  public static Result run(String... words) throws IOException, InterruptedException {
    return fed("", words);
  }

  /** The same with a text on its standard input. */
  public static Result fed(String input, String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile("qv", ".out");
    Path err = Files.createTempFile("qv", ".err");
    var command = new ArrayList<String>();
    command.add(ROOT.resolve("qv").toString());
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("QV_BUILD", "never");
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading: its exit code and output say why.
    }
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "qv "
                + String.join(" ", words)
                + " did not end: "
                + Files.readString(out)
                + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}

package io.quantumvault.acceptance.dsl;

import io.quantumvault.owner.Poll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher, called as a person calls it.
 *
 * @param root the folder it lies in
 * @param environment what is set besides the environment of the tests; empty values are not set
 */
public record Qv(Path root, Map<String, String> environment) {
  private static final Path ROOT =
      Path.of(System.getProperty("quantumvault.root")).toAbsolutePath();
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** What a command left. */
  public record Result(int exit, String out, String err) {}

  /** The one of this tree. The build that runs the tests has built what it starts. */
  public static Qv here() {
    return new Qv(ROOT, Map.of("QV_BUILD", "never"));
  }

  /** The same with one more setting. */
  public Qv with(String name, String value) {
    var all = new HashMap<>(environment);
    all.put(name, value);
    return new Qv(root, all);
  }

  /** Runs {@code ./qv} of this tree with these words and waits for its end. */
  public static Result run(String... words) throws IOException, InterruptedException {
    return here().start(words).end();
  }

  /** The same with a text on its standard input. */
  public static Result fed(String input, String... words) throws IOException, InterruptedException {
    return here().start(words).feed(input).end();
  }

  /** Runs it with these words. */
  public Started start(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(root.resolve("qv").toString());
    command.addAll(List.of(words));
    Path out = Files.createTempFile("qv", ".out");
    Path err = Files.createTempFile("qv", ".err");
    var builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    environment.forEach((name, value) -> {
      if (value.isEmpty()) {
        builder.environment().remove(name);
      } else {
        builder.environment().put(name, value);
      }
    });
    return new Started(List.of(words), builder.start(), out, err);
  }

  /** One that runs. */
  public record Started(List<String> words, Process process, Path out, Path err) {
    /** Gives it a text on its standard input. */
    public Started feed(String input) {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading: its exit code and output say why.
      }
      return this;
    }

    /** What it has printed once these words are in it; fails if it ends without them. */
    public String until(String awaited) throws IOException, InterruptedException {
      Poll.until(
          LONGEST,
          "qv " + String.join(" ", words) + " to say: " + awaited,
          () -> !process.isAlive() || Files.readString(out).contains(awaited));
      String told = Files.readString(out);
      if (!told.contains(awaited)) {
        throw new IllegalStateException(
            "qv " + String.join(" ", words) + " ended: " + told + Files.readString(err));
      }
      return told;
    }

    /** Waits for its end. */
    public Result end() throws IOException, InterruptedException {
      feed("");
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
}

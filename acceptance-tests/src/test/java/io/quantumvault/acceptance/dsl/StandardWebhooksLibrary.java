package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantumvault.owner.SignedAlertSender.Message;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public Standard Webhooks library from npm, in the versions and with the hashes of the lock
 * file, run by Node in a process of its own.
 */
public final class StandardWebhooksLibrary {
  private static final Path SOURCE =
      Path.of(
          System.getProperty("quantumvault.root"),
          "acceptance-tests/src/test/npm/standardwebhooks");
  private static final int PATIENCE_SECONDS = 180;

  private final Path folder;

  private StandardWebhooksLibrary(Path folder) {
    this.folder = folder;
  }

  /** Installs it; the test is skipped where npm is not there. */
  public static StandardWebhooksLibrary install(Path folder)
      throws IOException, InterruptedException {
    assumeTrue(hasNpm(), "not run: no npx: the Standard Webhooks library comes by npm");
    for (String name : List.of("package.json", "package-lock.json", "library.js")) {
      Files.copy(SOURCE.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    var library = new StandardWebhooksLibrary(folder);
    library.run("", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    return library;
  }

  /** What the library signs: one entry of the header. */
  public String sign(String secret, Message message) throws IOException, InterruptedException {
    return ask("sign", secret, message, Map.of());
  }

  /** {@code holds}, or {@code refused:} and why. */
  public String verify(String secret, Message message, String signatures)
      throws IOException, InterruptedException {
    return ask("verify", secret, message, Map.of("signature", signatures));
  }

  private static boolean hasNpm() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "npx")));
  }

  private String ask(String does, String secret, Message message, Map<String, Object> more)
      throws IOException, InterruptedException {
    var asked = new HashMap<String, Object>(more);
    asked.put("does", does);
    asked.put("secret", secret);
    asked.put("id", message.id());
    asked.put("seconds", message.seconds());
    asked.put("body", message.body());
    return run(JsonMapper.shared().writeValueAsString(asked), "node", "library.js").strip();
  }

  private String run(String input, String... command) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      try (var to = process.getOutputStream()) {
        to.write(input.getBytes(UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command[0]).isTrue();
      assertThat(process.exitValue()).as(() -> command[0] + " failed: " + text(errors)).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "and left no word";
    }
  }
}

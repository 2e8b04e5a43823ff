package io.quantumvault.standalone;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.rotate.RotationPolicy;
import io.quantumvault.keys.rotate.ScheduledRotation;
import io.quantumvault.standalone.platform.KeyFolders;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code qv admin kms}: shows and rotates the wrapping keys of a data folder. It works on files
 * alone, whether the system runs or not; a running one follows by itself.
 */
final class KmsCommand {
  private static final RotationPolicy POLICY = RotationPolicy.DAILY;

  private final InstantSource clock;
  private final PrintStream out;

  KmsCommand(InstantSource clock, PrintStream out) {
    this.clock = clock;
    this.out = out;
  }

  /**
   * Runs {@code list} or {@code rotate}.
   *
   * @throws StartRefused for what is not understood, where there are no keys, and when a file
   *     cannot be written
   */
  int run(List<String> args) {
    String word = args.isEmpty() ? "" : args.getFirst();
    List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
    try {
      switch (word) {
        case "list" -> list(keys(Options.parse(rest, Set.of()).data()));
        case "rotate" -> rotate(rest);
        default -> throw new StartRefused("qv admin kms knows list and rotate; see --help.");
      }
      return 0;
    } catch (KmsUnavailable e) {
      throw new StartRefused("The keys were not changed as asked: " + e.getMessage(), e);
    }
  }

  private void list(KeyRotation keys) {
    for (KeyName name : KeyName.values()) {
      out.println(name.text());
      List<KeyVersion> versions = keys.versions(name);
      for (KeyVersion version : versions.reversed()) {
        out.printf(
            "  version %d  made %s  %s%n",
            version.number(), version.madeAt(), use(name, versions, version));
      }
    }
  }

  private static String use(KeyName name, List<KeyVersion> versions, KeyVersion version) {
    if (version.equals(versions.getLast())) {
      return "wraps";
    }
    Optional<String> end =
        POLICY
            .neededUntil(versions, version.number())
            .filter(until -> name == KeyName.EXECUTION)
            .map(until -> "unwraps; may be destroyed after " + until);
    return end.orElse("unwraps");
  }

  private void rotate(List<String> args) {
    List<String> rest = new ArrayList<>(args);
    KeyName name = takeKey(rest);
    KeyRotation keys = keys(Options.parse(rest, Set.of()).data());
    if (name == KeyName.EXECUTION) {
      rotateExecution(keys);
    } else {
      told(name, keys.rotate(name).number());
      out.println(name.text() + ": older versions stay, what they wrapped has no end.");
    }
  }

  private void rotateExecution(KeyRotation keys) {
    ScheduledRotation.Done done = new ScheduledRotation(keys, POLICY).rotateNow(clock.instant());
    done.made().ifPresent(version -> told(KeyName.EXECUTION, version.number()));
    done.destroyed()
        .forEach(version -> out.println("execution: version " + version + " is destroyed."));
    if (done.clockDoubtful()) {
      out.println(
          "execution: none was destroyed, since a version is dated after now; look at the clock.");
    }
  }

  private void told(KeyName name, int version) {
    out.printf(
        "%s: version %d wraps from now on; a running system follows within %d seconds.%n",
        name.text(), version, FileKeyManagement.LOOK_EVERY.toSeconds());
  }

  /** Takes {@code --key NAME} out of the arguments. */
  private static KeyName takeKey(List<String> args) {
    int at = args.indexOf("--key");
    if (at < 0) {
      return KeyName.EXECUTION;
    }
    String given = at + 1 < args.size() ? args.get(at + 1) : "";
    KeyName name =
        Stream.of(KeyName.values())
            .filter(each -> each.text().equals(given))
            .findFirst()
            .orElseThrow(
                () -> new StartRefused("--key needs execution, webhook or control after it."));
    args.subList(at, at + 2).clear();
    return name;
  }

  private static KeyRotation keys(Path data) {
    Path folder = data.resolve("keys");
    if (!Files.isDirectory(folder)) {
      throw new StartRefused("There are no keys in " + data + "; ./qv up makes them.");
    }
    return new KeyFolders(folder).rotation();
  }
}

package io.quantumvault.standalone;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.rotate.RotationPolicy;
import io.quantumvault.keys.rotate.ScheduledRotation;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * {@code qv admin kms}: shows and rotates the wrapping keys of a data folder, or with {@code --kms}
 * those of another key management. It needs no running system; a running one follows by itself.
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
   * Runs {@code list}, {@code rotate} or {@code schedule}.
   *
   * @throws StartRefused for what is not understood, where there are no keys, and when a file
   *     cannot be written
   */
  int run(List<String> args) {
    String word = args.isEmpty() ? "" : args.getFirst();
    List<String> rest = new ArrayList<>(args.isEmpty() ? args : args.subList(1, args.size()));
    try {
      switch (word) {
        case "list" -> {
          try (AdministeredKeys keys = keys(rest)) {
            list(keys.rotation());
          }
        }
        case "rotate" -> rotate(rest);
        case "schedule" -> schedule(rest);
        default ->
            throw new StartRefused("qv admin kms knows list, rotate and schedule; see --help.");
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

  private void rotate(List<String> rest) {
    KeyName name = takeKey(rest);
    try (AdministeredKeys keys = keys(rest)) {
      if (name == KeyName.EXECUTION) {
        rotateExecution(keys);
      } else {
        told(keys, name, keys.rotation().rotate(name).number());
        out.println(name.text() + ": older versions stay, what they wrapped has no end.");
      }
    }
  }

  private void rotateExecution(AdministeredKeys keys) {
    ScheduledRotation.Done done =
        new ScheduledRotation(keys.rotation(), POLICY).rotateNow(clock.instant());
    done.made().ifPresent(version -> told(keys, KeyName.EXECUTION, version.number()));
    done.destroyed()
        .forEach(version -> out.println("execution: version " + version + " is destroyed."));
    if (done.clockDoubtful()) {
      out.println(
          "execution: none was destroyed, since a version is dated after now; look at the clock.");
    }
  }

  /** For keys that no {@code qv up} looks after. */
  private void schedule(List<String> rest) {
    Path kms =
        takeKms(rest)
            .orElseThrow(() ->
                new StartRefused(
                    "qv admin kms schedule needs --kms FILE; the keys of a data folder are rotated by ./qv up."));
    Options options = Options.parse(rest, Set.of());
    LogFile.in(options.data());
    try (KeyRotationTimer _ =
        KeyRotationTimer.start(
            AdministeredKeys.of(kms).rotation(), options.executionKeyPeriod(), clock)) {
      out.printf(
          "execution is rotated every %d hours until this is stopped; the log is in %s.%n",
          options.executionKeyPeriod().toHours(), options.data().resolve("logs"));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(AdministeredKeys keys, KeyName name, int version) {
    out.printf(
        "%s: version %d wraps from now on; a running system follows within %d seconds.%n",
        name.text(), version, keys.followedWithin().toSeconds());
  }

  private static AdministeredKeys keys(List<String> args) {
    Optional<Path> kms = takeKms(args);
    Options options = Options.parse(args, Set.of());
    return kms.map(AdministeredKeys::of).orElseGet(() -> AdministeredKeys.in(options.data()));
  }

  /** Takes {@code --kms FILE} out of the arguments. */
  private static Optional<Path> takeKms(List<String> args) {
    int at = args.indexOf("--kms");
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 >= args.size()) {
      throw new StartRefused("--kms needs a file of settings after it.");
    }
    Path file = Path.of(args.get(at + 1));
    args.subList(at, at + 2).clear();
    return Optional.of(file);
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
}

package io.quantumvault.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process by number and start, so that another one that got the same number later is never taken
 * for it.
 */
record ProcessMark(long pid, Instant startedAt) {
  // The kernel counts starts in hundredths of a second from a boot time that may be re-estimated.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private static final Pattern FORMAT = Pattern.compile("(\\d{1,18}) (\\d{1,18})");

  static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  static ProcessMark read(Path file) throws IOException {
    Matcher text = FORMAT.matcher(Files.readString(file).strip());
    return text.matches()
        ? new ProcessMark(
            Long.parseLong(text.group(1)), Instant.ofEpochMilli(Long.parseLong(text.group(2))))
        : new ProcessMark(-1, Instant.EPOCH);
  }

  void write(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(aside, pid + " " + startedAt.toEpochMilli());
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The process, if it still lives. */
  Optional<ProcessHandle> process() {
    return pid <= 0
        ? Optional.empty()
        : ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(p ->
                p.info()
                    .startInstant()
                    .map(s -> Duration.between(s, startedAt).abs().compareTo(TOLERANCE) < 0)
                    .orElse(false));
  }
}

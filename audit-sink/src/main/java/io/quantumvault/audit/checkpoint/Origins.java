package io.quantumvault.audit.checkpoint;

import io.quantumvault.audit.log.LogName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Origins of the logs: {@code prefix/topic/partition}, and {@code prefix/heads} for the heads log.
 *
 * @param prefix a URL without scheme, with neither spaces nor plus
 */
public record Origins(String prefix) {
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9][A-Za-z0-9./_-]*[A-Za-z0-9]");

  /** Refuses a prefix that could not stand in a signature line. */
  public Origins {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "An origin prefix looks like example.com/audit, not " + prefix);
    }
  }

  /** The origin of a log. */
  public String of(LogName log) {
    return log.equals(LogName.HEADS) ? prefix + "/heads" : prefix + "/" + log;
  }

  /** The log of an origin, or null where it is none of these. */
  public @Nullable LogName logOf(String origin) {
    if (!origin.startsWith(prefix + "/")) {
      return null;
    }
    String[] parts = origin.substring(prefix.length() + 1).split("/", -1);
    if (parts.length == 1 && parts[0].equals("heads")) {
      return LogName.HEADS;
    }
    if (parts.length != 2 || !parts[1].matches("0|[1-9][0-9]{0,5}")) {
      return null;
    }
    return new LogName(parts[0], Integer.parseInt(parts[1]));
  }
}

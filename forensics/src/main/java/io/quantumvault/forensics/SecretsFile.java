package io.quantumvault.forensics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The file that names what to look for: lines of name, type and value in hexadecimal, separated by
 * single blanks; empty lines and lines that start with {@code #} do not count.
 *
 * <p>Only its owner may have access to it. Values never become a {@code String}; messages name a
 * line by its number.
 */
public final class SecretsFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"));

  private SecretsFile() {}

  /**
   * Everything the file lists.
   *
   * @throws NotRun when it cannot be read, others have access to it, or a line is malformed
   */
  public static List<Secret> load(Path file) {
    try {
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw new NotRun("others than its owner have access to " + file + ": chmod 600");
      }
      byte[] all = Files.readAllBytes(file);
      try {
        return parse(all);
      } finally {
        Arrays.fill(all, (byte) 0);
      }
    } catch (IOException e) {
      throw new NotRun("cannot read " + file);
    }
  }

  static List<Secret> parse(byte[] all) {
    var secrets = new ArrayList<Secret>();
    int number = 0;
    for (int from = 0; from < all.length; ) {
      int to = indexOf(all, '\n', from, all.length);
      number++;
      if (to > from && all[from] != '#') {
        secrets.add(line(all, from, to, number));
      }
      from = to + 1;
    }
    return secrets;
  }

  private static Secret line(byte[] all, int from, int to, int number) {
    int first = indexOf(all, ' ', from, to);
    int second = indexOf(all, ' ', Math.min(first + 1, to), to);
    if (second == to) {
      throw new NotRun("line " + number + " of the secrets is not: name type hex");
    }
    String name = new String(all, from, first - from, US_ASCII);
    String type = new String(all, first + 1, second - first - 1, US_ASCII);
    return new Secret(name, SecretType.of(type), hex(all, second + 1, to, number));
  }

  private static byte[] hex(byte[] all, int from, int to, int number) {
    byte[] value = new byte[(to - from) / 2];
    boolean wellFormed = (to - from) % 2 == 0;
    for (int i = 0; i < value.length; i++) {
      int high = Character.digit(all[from + 2 * i], 16);
      int low = Character.digit(all[from + 2 * i + 1], 16);
      wellFormed &= high >= 0 && low >= 0;
      value[i] = (byte) (high << 4 | low);
    }
    if (!wellFormed) {
      throw new NotRun("line " + number + " of the secrets has no hexadecimal value");
    }
    return value;
  }

  private static int indexOf(byte[] all, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (all[i] == wanted) {
        return i;
      }
    }
    return to;
  }
}

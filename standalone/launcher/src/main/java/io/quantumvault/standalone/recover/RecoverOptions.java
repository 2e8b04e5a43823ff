package io.quantumvault.standalone.recover;

import io.quantumvault.standalone.platform.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands after {@code qv recover}.
 *
 * @param out where the keypair goes, null for nowhere
 * @param passphrase whether a BIP-39 passphrase follows the words
 * @param account which account of the wallet, from 0
 */
record RecoverOptions(@Nullable Path out, boolean passphrase, int account) {
  static RecoverOptions parse(List<String> arguments) {
    Path out = null;
    boolean passphrase = false;
    int account = 0;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--out" -> out = newFile(value(arguments, ++i));
        case "--passphrase" -> passphrase = true;
        case "--account" -> account = number(value(arguments, ++i));
        default ->
            // Not repeated: somebody may have put the words there.
            throw new StartRefused(
                "qv recover takes --out FILE, --passphrase and --account N; the words come on standard"
                    + " input, never as arguments, where every user of the machine could see them.");
      }
    }
    return new RecoverOptions(out, passphrase, account);
  }

  private static String value(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw new StartRefused(arguments.get(index - 1) + " needs a value after it.");
    }
    return arguments.get(index);
  }

  private static Path newFile(String text) {
    Path file = Path.of(text).toAbsolutePath();
    if (Files.exists(file)) {
      throw new StartRefused(file + " exists; name a new file, nothing is overwritten.");
    }
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StartRefused("There is no folder " + folder + " to write the keypair to.");
    }
    return file;
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new StartRefused("--account needs a number from 0 to " + Integer.MAX_VALUE + ".");
  }
}

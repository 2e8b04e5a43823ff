package io.quantumvault.kit.kafka;

import io.quantumvault.kit.password.PasswordFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Answers Kafka's sign-in out of a {@link PasswordFile}, so that the password stands in no setting
 * and no String: settings get printed. Read anew at every connection, so a changed file needs no
 * restart. Kafka makes it by its class name.
 */
public final class PasswordFileSignIn implements AuthenticateCallbackHandler {
  private static final String USER = "user";
  private static final String FILE = "file";

  private String user = "";
  private PasswordFile file = new PasswordFile(Path.of(""));

  /** The sign-in entry that names the user and the file. */
  static String jaas(String user, Path file) {
    return "%s required %s=\"%s\" %s=\"%s\";"
        .formatted(
            ScramLoginModule.class.getName(),
            USER,
            quoted(user),
            FILE,
            quoted(file.toAbsolutePath().toString()));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    var options = entries.getFirst().getOptions();
    user = String.valueOf(options.get(USER));
    file = new PasswordFile(Path.of(String.valueOf(options.get(FILE))));
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      switch (callback) {
        case NameCallback name -> name.setName(user);
        case PasswordCallback password -> answer(password);
        case ScramExtensionsCallback extensions -> {}
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private void answer(PasswordCallback callback) {
    char[] password = file.read();
    try {
      callback.setPassword(password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @Override
  public void close() {}
}

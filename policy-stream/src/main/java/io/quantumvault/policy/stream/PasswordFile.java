package io.quantumvault.policy.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
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
 * Answers Kafka's sign-in out of a file, so that the password stands in no setting and no String:
 * settings get printed. Read anew at every connection, so a changed file needs no restart.
 */
public final class PasswordFile implements AuthenticateCallbackHandler {
  private static final String USER = "user";
  private static final String FILE = "file";

  private String user = "";
  private Path file = Path.of("");

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
    file = Path.of(String.valueOf(options.get(FILE)));
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
    byte[] bytes = read();
    CharBuffer chars = UTF_8.decode(ByteBuffer.wrap(bytes));
    int end = chars.limit();
    while (end > 0 && Character.isWhitespace(chars.get(end - 1))) {
      end--;
    }
    char[] password = Arrays.copyOf(chars.array(), end);
    try {
      callback.setPassword(password);
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(chars.array(), '\0');
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password file " + file, e);
    }
  }

  @Override
  public void close() {}
}

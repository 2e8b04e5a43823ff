package io.quantumvault.schemas.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Sign-In-With-Solana message: the text wallets know, so that they can check the domain for their
 * user. Renders and reads as {@code @solana/wallet-standard-util} does, apart from what holds a
 * line break, which could be read two ways. Whatever is read renders as the very text it was read
 * from.
 *
 * @param domain host, with its port where it is not the scheme's own
 * @param address Base58 wallet
 * @param statement one line
 * @param resources URIs, in order; null for no list, which is another text than an empty one
 */
public record SiwsMessage(
    String domain,
    String address,
    @Nullable String statement,
    @Nullable String uri,
    @Nullable String version,
    @Nullable String chainId,
    @Nullable String nonce,
    @Nullable String issuedAt,
    @Nullable String expirationTime,
    @Nullable String notBefore,
    @Nullable String requestId,
    @Nullable List<String> resources) {

  private static final String GREETING = " wants you to sign in with your Solana account:";
  private static final String RESOURCES = "Resources:";
  private static final String ITEM = "- ";

  /**
   * Copies the list; an empty text is none.
   *
   * @throws IllegalArgumentException if a line break in any value would let it pass for other
   *     fields
   */
  public SiwsMessage {
    resources = resources == null ? null : List.copyOf(resources);
    statement = textOrNull(statement);
    uri = textOrNull(uri);
    version = textOrNull(version);
    chainId = textOrNull(chainId);
    nonce = textOrNull(nonce);
    issuedAt = textOrNull(issuedAt);
    expirationTime = textOrNull(expirationTime);
    notBefore = textOrNull(notBefore);
    requestId = textOrNull(requestId);
    var values =
        Stream.of(
            domain,
            address,
            statement,
            uri,
            version,
            chainId,
            nonce,
            issuedAt,
            expirationTime,
            notBefore,
            requestId);
    var listed = resources == null ? Stream.<String>empty() : resources.stream();
    if (Stream.concat(values, listed).anyMatch(SiwsMessage::breaksLine)) {
      throw new IllegalArgumentException("a value of a sign-in message holds a line break");
    }
  }

  private static @Nullable String textOrNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private static boolean breaksLine(@Nullable String value) {
    return value != null && (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0);
  }

  /** The text, lines ended by a bare line feed, none at the end. */
  public String render() {
    var text = new StringBuilder(domain).append(GREETING).append('\n').append(address);
    if (statement != null) {
      text.append("\n\n").append(statement);
    }
    var fields = new ArrayList<String>();
    add(fields, "URI", uri);
    add(fields, "Version", version);
    add(fields, "Chain ID", chainId);
    add(fields, "Nonce", nonce);
    add(fields, "Issued At", issuedAt);
    add(fields, "Expiration Time", expirationTime);
    add(fields, "Not Before", notBefore);
    add(fields, "Request ID", requestId);
    if (resources != null) {
      fields.add(RESOURCES);
      resources.forEach(resource -> fields.add(ITEM + resource));
    }
    if (!fields.isEmpty()) {
      text.append("\n\n").append(String.join("\n", fields));
    }
    return text.toString();
  }

  /**
   * The message of a text, if the text is exactly what {@link #render} makes of it. A line that
   * could be the statement or a field is the field.
   */
  public static Optional<SiwsMessage> parse(String text) {
    if (text.indexOf('\r') >= 0) {
      return Optional.empty();
    }
    var message = new Reader(text.split("\n", -1)).read();
    return message != null && message.render().equals(text)
        ? Optional.of(message)
        : Optional.empty();
  }

  private static void add(List<String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.add(name + ": " + value);
    }
  }

  /** One pass over the lines; whatever does not fit is caught by rendering again. */
  private static final class Reader {
    private final String[] lines;
    private int next;

    Reader(String[] lines) {
      this.lines = lines;
    }

    @Nullable SiwsMessage read() {
      if (lines.length < 2 || !lines[0].endsWith(GREETING)) {
        return null;
      }
      String domain = lines[0].substring(0, lines[0].length() - GREETING.length());
      if (domain.isEmpty() || lines[1].isEmpty()) {
        return null;
      }
      next = 2;
      String statement = null;
      if (statementHere()) {
        statement = lines[next + 1];
        next += 2;
      }
      if (blankHere()) {
        next++;
      }
      String[] values = new String[NAMES.length];
      for (int i = 0; i < NAMES.length; i++) {
        values[i] = field(NAMES[i]);
      }
      return new SiwsMessage(
          domain,
          lines[1],
          statement,
          values[0],
          values[1],
          values[2],
          values[3],
          values[4],
          values[5],
          values[6],
          values[7],
          resources());
    }

    private static final String[] NAMES = {
      "URI",
      "Version",
      "Chain ID",
      "Nonce",
      "Issued At",
      "Expiration Time",
      "Not Before",
      "Request ID"
    };

    // After a blank line stands a statement if a blank line or the end follows it; a field may
    // stand alone as well.
    private boolean statementHere() {
      if (!blankHere() || next + 1 >= lines.length) {
        return false;
      }
      return next + 2 < lines.length ? lines[next + 2].isEmpty() : !isField(lines[next + 1]);
    }

    private static boolean isField(String line) {
      return line.equals(RESOURCES)
          || Arrays.stream(NAMES).anyMatch(name -> hasMore(line, name + ": "));
    }

    private static boolean hasMore(String line, String prefix) {
      return line.startsWith(prefix) && line.length() > prefix.length();
    }

    private boolean blankHere() {
      return next < lines.length && lines[next].isEmpty();
    }

    private @Nullable String field(String name) {
      String prefix = name + ": ";
      return next < lines.length && hasMore(lines[next], prefix)
          ? lines[next++].substring(prefix.length())
          : null;
    }

    private @Nullable List<String> resources() {
      if (next >= lines.length || !lines[next].equals(RESOURCES)) {
        return null;
      }
      next++;
      var found = new ArrayList<String>();
      while (next < lines.length && hasMore(lines[next], ITEM)) {
        found.add(lines[next++].substring(ITEM.length()));
      }
      return found;
    }
  }
}

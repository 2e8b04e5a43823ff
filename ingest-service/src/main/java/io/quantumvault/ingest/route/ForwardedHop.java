package io.quantumvault.ingest.route;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code X-Forwarded-For}: an address, in brackets or not, with a port or not, as
 * proxies write them. Short, octal or hexadecimal spellings of IPv4 and zones of IPv6 are none: two
 * readers would take them for different addresses.
 */
final class ForwardedHop {
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String PORT = "(?::\\d{1,5})?";
  private static final Pattern V4 = Pattern.compile("(" + BYTE + "(?:\\." + BYTE + "){3})" + PORT);
  private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f:.]{2,45})");
  private static final Pattern BRACKETED_V6 = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})]" + PORT);

  private ForwardedHop() {}

  /** Empty for what is no address. */
  static Optional<InetAddress> parse(String text) {
    Matcher v4 = V4.matcher(text);
    if (v4.matches()) {
      return literal(v4.group(1));
    }
    for (Pattern form : new Pattern[] {BRACKETED_V6, V6}) {
      Matcher v6 = form.matcher(text);
      if (v6.matches() && v6.group(1).indexOf(':') >= 0) {
        return literal(v6.group(1));
      }
    }
    return Optional.empty();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

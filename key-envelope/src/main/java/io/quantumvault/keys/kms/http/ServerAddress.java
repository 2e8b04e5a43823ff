package io.quantumvault.keys.kms.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a key management: https, or http on this machine alone. */
public final class ServerAddress {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private ServerAddress() {}

  /**
   * The address without a slash at its end.
   *
   * @throws IllegalArgumentException when it is no address, has a user, query or fragment, or would
   *     carry credentials unencrypted to another machine; the message says what and not the
   *     address, which might hold a password
   */
  public static URI of(String text) {
    URI address;
    try {
      address = new URI(text.replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is not an address");
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = address.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("it is not an https address");
    }
    if (address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException("it has more than scheme, host, port and path");
    }
    if (scheme.equals("http") && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw new IllegalArgumentException("http is for this machine alone: use https");
    }
    return address;
  }
}

package io.quantumvault.control.webhook;

import java.util.regex.Pattern;

/** Networks as {@code 192.0.2.0/24} or {@code 2001:db8::/32}. */
final class Cidr {
  private static final Pattern V4 =
      Pattern.compile(
          "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!/)|(?=/))){4}/(?:3[0-2]|[12]?\\d)");
  private static final Pattern V6 =
      Pattern.compile("[0-9a-fA-F:]{2,39}/(?:12[0-8]|1[01]\\d|[1-9]?\\d)");

  private Cidr() {}

  static boolean isNetwork(String text) {
    return V4.matcher(text).matches() || (V6.matcher(text).matches() && text.contains("::"));
  }
}

package io.quantumvault.control.inbound;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.ResponseCookie;

/** The session's cookie: host-only, unseen by scripts, never sent along from other sites. */
final class SessionCookie {
  static final String NAME = "__Host-qv-session";

  private SessionCookie() {}

  static String of(byte[] secret) {
    return cookie(text(secret)).build().toString();
  }

  static String ended() {
    return cookie("").maxAge(0).build().toString();
  }

  /** The 32-byte secret, if the request has exactly one well-formed cookie. */
  static Optional<byte[]> secret(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    byte[] found = null;
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(NAME)) {
        if (found != null) {
          return Optional.empty();
        }
        found = bytes(cookie.getValue()).orElse(null);
      }
    }
    return Optional.ofNullable(found);
  }

  static String text(byte[] secret) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  static Optional<byte[]> bytes(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return bytes.length == 32 ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ResponseCookie.ResponseCookieBuilder cookie(String value) {
    return ResponseCookie.from(NAME, value)
        .httpOnly(true)
        .secure(true)
        .sameSite("Strict")
        .path("/");
  }
}

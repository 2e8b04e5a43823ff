package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.SignedIn;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.session.Session;
import io.quantumvault.control.session.Sessions;
import io.quantumvault.control.vault.Pseudonyms;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every request passes first: security headers, a bounded body, and, on unsafe methods, a
 * configured Origin and the session's CSRF token. Only the exchanges and the health checks are open
 * to callers who are not signed in.
 */
public final class RequestGate extends OncePerRequestFilter {
  static final String CALLER = RequestGate.class.getName() + ".caller";
  static final int MOST_BODY_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String EXCHANGES = "/v1/challenges";
  private static final String CSRF = "X-CSRF-Token";

  private final Set<String> origins;
  private final boolean behindProxy;
  private final Sessions sessions;
  private final Pseudonyms pseudonyms;
  private final JsonMapper json;

  public RequestGate(
      List<String> origins,
      boolean behindProxy,
      Sessions sessions,
      Pseudonyms pseudonyms,
      JsonMapper json) {
    this.origins = Set.copyOf(origins);
    this.behindProxy = behindProxy;
    this.sessions = sessions;
    this.pseudonyms = pseudonyms;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    headers(response);
    try {
      Refusal refusal = refusal(request);
      if (refusal != null) {
        refuse(response, refusal);
      } else if (request.getContentLengthLong() > MOST_BODY_BYTES
          || request.getHeader("Transfer-Encoding") != null) {
        plainProblem(
            response, 413, "body-too-large", "The body must say its length, at most 64 KiB");
      } else {
        chain.doFilter(request, response);
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Request failed");
      if (!response.isCommitted()) {
        plainProblem(response, 503, "unavailable", "Service Unavailable");
      }
    }
  }

  private @Nullable Refusal refusal(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (path.startsWith("/health/")) {
      return null;
    }
    boolean unsafe = !SAFE.contains(request.getMethod());
    String origin = request.getHeader("Origin");
    if (unsafe && (origin == null || !origins.contains(origin))) {
      return Refusal.ORIGIN_REFUSED;
    }
    Optional<Session> session = SessionCookie.secret(request).flatMap(sessions::find);
    boolean exchange = path.equals(EXCHANGES) || path.startsWith(EXCHANGES + "/");
    String token = request.getHeader(CSRF);
    if (exchange && token == null) {
      // A cookie alone proves nothing here: such a caller may enrol or sign in, no more.
      session = Optional.empty();
    } else if (unsafe && session.isPresent() && !tokenMatches(session.get(), token)) {
      return Refusal.CSRF_REFUSED;
    }
    if (!exchange && session.isEmpty()) {
      return Refusal.NOT_SIGNED_IN;
    }
    request.setAttribute(CALLER, caller(request, session, origin));
    return null;
  }

  private static boolean tokenMatches(Session session, @Nullable String token) {
    return token != null
        && SessionCookie.bytes(token).map(t -> Sessions.csrfMatches(session, t)).orElse(false);
  }

  private Caller caller(
      HttpServletRequest request, Optional<Session> session, @Nullable String origin) {
    return new Caller(
        session.map(s -> new SignedIn(s.id(), s.owner())).orElse(null),
        origin == null || !origins.contains(origin) ? origins.iterator().next() : origin,
        pseudonyms.of(
            address(request), Objects.requireNonNullElse(request.getHeader("User-Agent"), "")));
  }

  /** The proxy appends the address it saw; what stands before that is the client's own word. */
  private String address(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-For");
    return behindProxy && forwarded != null
        ? forwarded.substring(forwarded.lastIndexOf(',') + 1).strip()
        : request.getRemoteAddr();
  }

  private static void headers(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  private void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
    write(response, Problems.status(refusal).value(), Problems.body(refusal, List.of()));
  }

  private void plainProblem(HttpServletResponse response, int status, String type, String title)
      throws IOException {
    write(
        response,
        status,
        Problems.body(type, title, org.springframework.http.HttpStatus.valueOf(status), List.of()));
  }

  private void write(HttpServletResponse response, int status, Object body) throws IOException {
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }
}

package io.quantumvault.control.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.session.Session;
import io.quantumvault.control.session.SessionStore;
import io.quantumvault.control.session.Sessions;
import io.quantumvault.control.vault.Client;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RequestGateTest {
  private static final String ORIGIN = "http://localhost:8080";
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private final MemorySessions store = new MemorySessions();
  private final Sessions sessions = new Sessions(store, Clock.fixed(NOW, ZoneOffset.UTC));
  private final Effect.SessionStarted session = sessions.start("the-owner");

  @Test
  void anUnsafeMethodOfTheSessionPasses() throws Exception {
    assertThat(caller(signedIn("POST"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void anUnsafeMethodNeedsAConfiguredOrigin(String method) throws Exception {
    assertRefused(signedIn(method).header("Origin", "http://evil.example"), 403, "origin-refused");
    assertRefused(
        new TestRequest(method, "/v1/bots")
            .cookie(SessionCookie.NAME, SessionCookie.text(session.secret()))
            .header("X-CSRF-Token", SessionCookie.text(session.csrfToken())),
        403,
        "origin-refused");
  }

  @Test
  void anUnsafeMethodNeedsTheTokenOfItsSession() throws Exception {
    assertRefused(
        signedIn("POST")
            .header("X-CSRF-Token", SessionCookie.text(sessions.start("other").csrfToken())),
        403,
        "csrf-refused");
    assertRefused(signedIn("POST").header("X-CSRF-Token", "junk"), 403, "csrf-refused");
    assertRefused(
        new TestRequest("POST", "/v1/bots")
            .header("Origin", ORIGIN)
            .cookie(SessionCookie.NAME, SessionCookie.text(session.secret())),
        403,
        "csrf-refused");
  }

  @Test
  void readingNeedsASessionAndNothingElse() throws Exception {
    assertRefused(new TestRequest("GET", "/v1/bots"), 401, "not-signed-in");
    assertThat(
            caller(
                new TestRequest("GET", "/v1/bots")
                    .cookie(SessionCookie.NAME, SessionCookie.text(session.secret()))))
        .satisfies(caller -> assertThat(caller.session()).isNotNull());
  }

  @Test
  void twoCookiesAreNoSession() throws Exception {
    assertRefused(
        new TestRequest("GET", "/v1/bots")
            .cookie(SessionCookie.NAME, SessionCookie.text(session.secret()))
            .cookie(SessionCookie.NAME, SessionCookie.text(session.secret())),
        401,
        "not-signed-in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/challengesX", "/v1/challengers", "/health"})
  void onlyExchangesAndHealthAreOpen(String path) throws Exception {
    assertRefused(new TestRequest("GET", path), 401, "not-signed-in");
    assertThat(passes(new TestRequest("GET", "/health/live"), false)).isTrue();
  }

  @Test
  void anExchangeWithoutTheTokenIsNobodys() throws Exception {
    TestRequest cookieAlone =
        new TestRequest("POST", "/v1/challenges")
            .header("Origin", ORIGIN)
            .cookie(SessionCookie.NAME, SessionCookie.text(session.secret()));

    assertThat(caller(cookieAlone)).satisfies(caller -> assertThat(caller.session()).isNull());
    assertThat(caller(cookieAlone.header("X-CSRF-Token", SessionCookie.text(session.csrfToken()))))
        .satisfies(caller -> assertThat(caller.session()).isNotNull());
  }

  @Test
  void aBodySaysItsLengthAndIsSmall() throws Exception {
    assertThat(passes(signedIn("POST").length(RequestGate.MOST_BODY_BYTES), false)).isTrue();
    assertRefused(signedIn("POST").length(RequestGate.MOST_BODY_BYTES + 1), 413, "body-too-large");
    assertRefused(signedIn("POST").header("Transfer-Encoding", "chunked"), 413, "body-too-large");
  }

  @Test
  void onlyAProxySaysWhereARequestComesFromAndOnlyItsLastWord() throws Exception {
    TestRequest forwarded = signedIn("GET").header("X-Forwarded-For", "203.0.113.1, 198.51.100.2");
    assertThat(passes(forwarded, false)).isTrue();
    assertThat(address(forwarded)).isEqualTo("192.0.2.1");

    assertThat(passes(forwarded, true)).isTrue();
    assertThat(address(forwarded)).isEqualTo("198.51.100.2");
  }

  private static String address(TestRequest request) {
    if (!(request.attribute(RequestGate.CALLER) instanceof Caller caller)) {
      throw new AssertionError("no caller");
    }
    return new String(caller.client().addressHash(), StandardCharsets.UTF_8);
  }

  private TestRequest signedIn(String method) {
    return new TestRequest(method, "/v1/bots")
        .header("Origin", ORIGIN)
        .cookie(SessionCookie.NAME, SessionCookie.text(session.secret()))
        .header("X-CSRF-Token", SessionCookie.text(session.csrfToken()));
  }

  private @Nullable Caller caller(TestRequest request) throws Exception {
    assertThat(passes(request, false)).as(request.answer()).isTrue();
    return (Caller) request.attribute(RequestGate.CALLER);
  }

  private void assertRefused(TestRequest request, int status, String problem) throws Exception {
    assertThat(passes(request, false)).as("passed").isFalse();
    assertThat(request.status()).isEqualTo(status);
    assertThat(request.answer()).contains("urn:quantumvault:problem:" + problem);
  }

  private boolean passes(TestRequest request, boolean behindProxy) throws Exception {
    var gate =
        new RequestGate(
            List.of(ORIGIN),
            behindProxy,
            sessions,
            (address, device) ->
                new Client(address.getBytes(StandardCharsets.UTF_8), new byte[1], "key"),
            JsonMapper.builder().build());
    boolean[] passed = {false};
    gate.doFilter(
        request.request(), request.response(), (onRequest, onResponse) -> passed[0] = true);
    return passed[0];
  }

  private static final class MemorySessions implements SessionStore {
    private final List<Session> kept = new ArrayList<>();

    @Override
    public void insert(Session session) {
      kept.add(session);
    }

    @Override
    public Optional<Session> touch(byte[] secretSha256, Instant now, Instant idleSince) {
      return kept.stream()
          .filter(session -> Arrays.equals(session.secretSha256(), secretSha256))
          .findFirst();
    }

    @Override
    public List<Session> living(String owner, Instant now, Instant idleSince) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(String owner, UUID sessionId, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteEndedBefore(Instant before) {
      throw new UnsupportedOperationException();
    }
  }
}

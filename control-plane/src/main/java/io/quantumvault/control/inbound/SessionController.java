package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.SignedIn;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.session.Session;
import io.quantumvault.control.session.Sessions;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The owner's sessions: seen, ended. */
@RestController
@RequestMapping("/v1/sessions")
public final class SessionController {
  private final Sessions sessions;
  private final VaultEvents events;

  public SessionController(Sessions sessions, VaultEvents events) {
    this.sessions = sessions;
    this.events = events;
  }

  record View(
      UUID sessionId, Instant createdAt, Instant lastSeenAt, Instant expiresAt, boolean current) {}

  @GetMapping
  List<View> list(Caller caller) {
    SignedIn me = Objects.requireNonNull(caller.session());
    return sessions.living(me.owner()).stream().map(session -> view(session, me)).toList();
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Object> revoke(@PathVariable UUID id, Caller caller) {
    SignedIn me = Objects.requireNonNull(caller.session());
    if (!sessions.revoke(me.owner(), id)) {
      return Problems.entity(Refusal.NOT_FOUND, List.of());
    }
    boolean own = id.equals(me.sessionId());
    events.record(
        VaultFact.done(
            own ? VaultFact.Kind.SIGNED_OUT : VaultFact.Kind.SESSION_REVOKED,
            me.owner(),
            id,
            caller.client()));
    var answer = ResponseEntity.noContent();
    if (own) {
      answer.header(HttpHeaders.SET_COOKIE, SessionCookie.ended());
    }
    return answer.build();
  }

  private static View view(Session session, SignedIn me) {
    return new View(
        session.id(),
        session.createdAt(),
        session.lastSeenAt(),
        session.expiresAt(),
        session.id().equals(me.sessionId()));
  }
}

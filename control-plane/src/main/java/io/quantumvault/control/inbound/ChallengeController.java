package io.quantumvault.control.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.control.exchange.Authorised;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.exchange.Exchanges;
import io.quantumvault.control.exchange.KeyMessageAsked;
import io.quantumvault.control.exchange.Request;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.schemas.text.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The exchange: ask for a text, send the signature over it, and, where a key is needed, send the
 * signatures over the key message as an octet-stream. The layouts of that stream are in the README.
 */
@RestController
@RequestMapping("/v1/challenges")
public final class ChallengeController {
  private final Exchanges exchanges;

  public ChallengeController(Exchanges exchanges) {
    this.exchanges = exchanges;
  }

  /**
   * What a challenge is asked for; which of the bound fields are needed depends on the purpose.
   *
   * @param botId a bot's id, or {@code all} for revoke_execution
   */
  record Asked(
      @Nullable String purpose,
      @Nullable String wallet,
      @Nullable String signingMode,
      @Nullable String botId,
      @Nullable Long policyVersion,
      @Nullable Long expiresInSeconds,
      @Nullable UUID stopId) {}

  record Opened(UUID challengeId, String text, Instant expiresAt) {}

  record Signed(@Nullable String signature, @Nullable String signedMessage) {}

  record KeyText(UUID slotId, int templateVersion, String text) {}

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> open(@RequestBody Asked asked, Caller caller) {
    if (asked.purpose() == null || asked.wallet() == null) {
      throw new IllegalRequest("purpose and wallet are needed");
    }
    var purpose = Purpose.fromWireName(asked.purpose());
    if (purpose.isEmpty()) {
      return Problems.entity(Refusal.PURPOSE_NOT_OFFERED, List.of(asked.purpose()));
    }
    boolean all = "all".equals(asked.botId());
    var request =
        new Request(
            purpose.get(),
            asked.wallet(),
            asked.signingMode(),
            all ? null : PathId.optional(asked.botId(), "botId"),
            all,
            asked.policyVersion(),
            asked.expiresInSeconds(),
            asked.stopId());
    return Problems.created(exchanges.open(request, caller), ChallengeController::opened);
  }

  @PostMapping(path = "/{id}/authorisation", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Object> authorise(
      @PathVariable UUID id, @RequestBody Signed signed, Caller caller) {
    return Problems.answer(
        exchanges.authorise(
            id,
            SignatureText.signature(signed.signature()),
            SignatureText.message(signed.signedMessage()),
            caller),
        authorised ->
            switch (authorised) {
              case Authorised.KeyAsked(var messages) ->
                  ResponseEntity.ok(
                      Map.of(
                          "keyMessages",
                          messages.stream().map(ChallengeController::keyText).toList()));
              case Authorised.Ended(var effect) -> effect(effect);
            });
  }

  @PostMapping(path = "/{id}/key", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<Object> key(@PathVariable UUID id, HttpServletRequest request, Caller caller)
      throws IOException {
    return SecretBody.use(
        request,
        secrets ->
            Problems.answer(
                exchanges.completeWithKey(id, secrets, caller), ChallengeController::effect));
  }

  private static Opened opened(Challenge challenge) {
    return new Opened(challenge.id(), new String(challenge.text(), UTF_8), challenge.expiresAt());
  }

  private static KeyText keyText(KeyMessageAsked asked) {
    return new KeyText(asked.slotId(), asked.templateVersion(), new String(asked.text(), UTF_8));
  }

  private static ResponseEntity<Object> effect(Effect effect) {
    return switch (effect) {
      case Effect.SessionStarted s ->
          ResponseEntity.ok()
              .header(HttpHeaders.SET_COOKIE, SessionCookie.of(s.secret()))
              .body(
                  Map.of(
                      "sessionId", s.sessionId(),
                      "owner", s.owner(),
                      "csrfToken", SessionCookie.text(s.csrfToken()),
                      "expiresAt", s.expiresAt()));
      case Effect.Enrolled e -> ResponseEntity.ok(e);
      case Effect.WalletCreated e -> ResponseEntity.ok(e);
      case Effect.Granted e -> ResponseEntity.ok(e);
      case Effect.Revoked e -> ResponseEntity.ok(e);
      case Effect.Resumed e -> ResponseEntity.ok(e);
    };
  }
}

package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.webhook.NewSecret;
import io.quantumvault.control.webhook.SigningSecrets;
import io.quantumvault.control.webhook.TokenText;
import io.quantumvault.control.webhook.Webhook;
import io.quantumvault.control.webhook.Webhooks;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks of a bot, and the secrets of signed ones. */
@org.springframework.web.bind.annotation.RestController
@RequestMapping("/v1/bots/{id}/webhooks")
public final class WebhookController {
  private final Webhooks webhooks;
  private final SigningSecrets secrets;
  private final String baseUrl;
  private final JsonMapper json;

  public WebhookController(
      Webhooks webhooks, SigningSecrets secrets, String baseUrl, JsonMapper json) {
    this.webhooks = webhooks;
    this.secrets = secrets;
    this.baseUrl = baseUrl;
    this.json = json;
  }

  record Wanted(@Nullable String kind, @Nullable List<String> sourceNetworks) {}

  record SecretView(UUID secretId, Instant createdAt) {}

  record View(
      UUID webhookId,
      Webhook.Kind kind,
      List<String> sourceNetworks,
      List<SecretView> signingSecrets,
      Instant createdAt) {}

  /**
   * @param token shown this once
   */
  record Made(UUID webhookId, Webhook.Kind kind, String token, String url) {}

  /** Besides, {@code signingSecret}, shown this once. */
  record MadeSigned(UUID webhookId, Webhook.Kind kind, String token, String url, UUID secretId) {}

  @PostMapping
  @Nullable ResponseEntity<Object> create(
      @PathVariable UUID id,
      @RequestBody Wanted wanted,
      Caller caller,
      HttpServletResponse response)
      throws IOException {
    var asked =
        new Webhooks.Wanted(
            kind(wanted.kind()), Objects.requireNonNullElse(wanted.sourceNetworks(), List.of()));
    return OnceShown.answer(
        webhooks.create(Me.of(caller), id, asked, caller.client(), this::shown), response);
  }

  @DeleteMapping("/{webhookId}")
  ResponseEntity<Object> delete(
      @PathVariable UUID id, @PathVariable UUID webhookId, Caller caller) {
    return Problems.answer(
        webhooks.delete(Me.of(caller), id, webhookId, caller.client()),
        webhook -> ResponseEntity.noContent().build());
  }

  @PostMapping("/{webhookId}/secrets")
  @Nullable ResponseEntity<Object> addSecret(
      @PathVariable UUID id,
      @PathVariable UUID webhookId,
      Caller caller,
      HttpServletResponse response)
      throws IOException {
    return OnceShown.answer(
        secrets.add(
            Me.of(caller),
            id,
            webhookId,
            caller.client(),
            secret ->
                OnceShown.body(
                    json,
                    new SecretView(secret.sealed().id(), secret.sealed().createdAt()),
                    secret)),
        response);
  }

  @DeleteMapping("/{webhookId}/secrets/{secretId}")
  ResponseEntity<Object> deleteSecret(
      @PathVariable UUID id,
      @PathVariable UUID webhookId,
      @PathVariable UUID secretId,
      Caller caller) {
    return Problems.answer(
        secrets.delete(Me.of(caller), id, webhookId, secretId, caller.client()),
        webhook -> ResponseEntity.noContent().build());
  }

  private byte[] shown(Webhooks.Made made) {
    Webhook webhook = made.webhook();
    String token = TokenText.of(made.token());
    String url = baseUrl + "/hooks/" + token;
    NewSecret secret = made.secret();
    return OnceShown.body(
        json,
        secret == null
            ? new Made(webhook.id(), webhook.kind(), token, url)
            : new MadeSigned(webhook.id(), webhook.kind(), token, url, secret.sealed().id()),
        secret);
  }

  private static Webhook.Kind kind(@Nullable String text) {
    return switch (text) {
      case null -> Webhook.Kind.TRADING_VIEW;
      case "TRADING_VIEW" -> Webhook.Kind.TRADING_VIEW;
      case "SIGNED" -> Webhook.Kind.SIGNED;
      default -> throw new IllegalRequest("kind must be TRADING_VIEW or SIGNED");
    };
  }

  static View view(Webhook webhook) {
    return new View(
        webhook.id(),
        webhook.kind(),
        webhook.sourceNetworks(),
        webhook.secrets().stream()
            .map(secret -> new SecretView(secret.id(), secret.createdAt()))
            .toList(),
        webhook.createdAt());
  }
}

package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.webhook.TokenText;
import io.quantumvault.control.webhook.Webhook;
import io.quantumvault.control.webhook.Webhooks;
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

/** Webhooks of a bot. */
@org.springframework.web.bind.annotation.RestController
@RequestMapping("/v1/bots/{id}/webhooks")
public final class WebhookController {
  private final Webhooks webhooks;
  private final String baseUrl;

  public WebhookController(Webhooks webhooks, String baseUrl) {
    this.webhooks = webhooks;
    this.baseUrl = baseUrl;
  }

  record Wanted(@Nullable String kind, @Nullable List<String> sourceNetworks) {}

  record View(UUID webhookId, String kind, List<String> sourceNetworks, Instant createdAt) {}

  /**
   * @param token shown this once
   */
  record Made(UUID webhookId, String kind, String token, String url) {}

  @PostMapping
  ResponseEntity<Object> create(@PathVariable UUID id, @RequestBody Wanted wanted, Caller caller) {
    if (wanted.kind() != null && !wanted.kind().equals("TRADING_VIEW")) {
      throw new IllegalRequest("kind must be TRADING_VIEW");
    }
    return Problems.created(
        webhooks.create(
            Me.of(caller),
            id,
            Objects.requireNonNullElse(wanted.sourceNetworks(), List.of()),
            caller.client()),
        made -> {
          String token = TokenText.of(made.token());
          return new Made(made.webhook().id(), "TRADING_VIEW", token, baseUrl + "/hooks/" + token);
        });
  }

  @DeleteMapping("/{webhookId}")
  ResponseEntity<Object> delete(
      @PathVariable UUID id, @PathVariable UUID webhookId, Caller caller) {
    return Problems.answer(
        webhooks.delete(Me.of(caller), id, webhookId, caller.client()),
        webhook -> ResponseEntity.noContent().build());
  }

  static View view(Webhook webhook) {
    return new View(webhook.id(), "TRADING_VIEW", webhook.sourceNetworks(), webhook.createdAt());
  }
}

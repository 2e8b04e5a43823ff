package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.Json;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Redactor;
import io.quantumvault.ingest.alert.Refusal;
import java.time.Instant;

/** From the bytes of a body to an alert, in the only order that is safe: read, redact, decide. */
final class AlertReader {
  private final StrictJson json = new StrictJson(WebhookController.MAX_BODY_BYTES);
  private final AlertParser parser;

  AlertReader(AlertParser parser) {
    this.parser = parser;
  }

  /** Throws nothing, whatever the bytes. */
  ParsedAlert read(
      byte[] body, String urlToken, AlertParser.StandIns standIns, Instant receivedAt) {
    return switch (json.read(body)) {
      case StrictJson.Result.Unreadable unreadable ->
          ParsedAlert.Refused.of(Refusal.UNREADABLE, unreadable.why());
      case StrictJson.Result.Read(Json.Members members) ->
          parser.parse(Redactor.redact(members, urlToken), standIns, receivedAt);
      case StrictJson.Result.Read _ ->
          ParsedAlert.Refused.of(Refusal.UNREADABLE, "the body must be a JSON object");
    };
  }
}

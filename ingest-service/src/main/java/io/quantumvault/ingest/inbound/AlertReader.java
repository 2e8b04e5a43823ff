package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.Exit;
import io.quantumvault.ingest.alert.Json;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Redactor;
import java.time.Instant;
import java.util.List;

/** From the bytes of a body to an alert, in the only order that is safe: read, redact, decide. */
final class AlertReader {
  private final StrictJson json = new StrictJson(WebhookController.MAX_BODY_BYTES);
  private final AlertParser parser;

  AlertReader(AlertParser parser) {
    this.parser = parser;
  }

  /** Throws nothing, whatever the bytes. */
  ParsedAlert read(byte[] body, String urlToken, Instant receivedAt) {
    return switch (json.read(body)) {
      case StrictJson.Result.Unreadable(List<String> why, String text) ->
          ParsedAlert.Refused.unreadable(why, Exit.guessed(text));
      case StrictJson.Result.Read(Json.Members members) ->
          parser.parse(Redactor.redact(members, urlToken), receivedAt);
      case StrictJson.Result.Read(Json.Text(String text)) ->
          unreadable(
              "the body is wrapped in a string: send the JSON object itself, without quotes around"
                  + " it",
              text);
      case StrictJson.Result.Read(Json.Items(List<Json> values)) ->
          unreadable(
              values.size() > 1
                  ? "several orders in one body are not read; send each as an alert of its own"
                  : "the body is a list; send the JSON object itself, without [ and ]",
              new Json.Items(values).text());
      case StrictJson.Result.Read _ ->
          unreadable("the body must be a JSON object; paste the template of this bot", "");
    };
  }

  private static ParsedAlert unreadable(String why, String text) {
    return ParsedAlert.Refused.unreadable(List.of(why), Exit.guessed(text));
  }
}

package io.quantumvault.ingest.inbound;

import java.util.Map;
import java.util.UUID;

/** An HTTP answer. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
  static final String JSON = "application/json";

  Answer {
    headers = Map.copyOf(headers);
  }

  /** The alert was taken under this id. */
  static Answer accepted(UUID signalId) {
    return json(202, "{\"signalId\":\"" + signalId + "\"}");
  }

  static Answer json(int status, String body) {
    return new Answer(status, JSON, body, Map.of());
  }
}

package io.quantumvault.ingest.inbound;

import java.util.Map;

/** An HTTP answer. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
  static final String JSON = "application/json";

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer json(int status, String body) {
    return new Answer(status, JSON, body, Map.of());
  }
}

package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.Json;
import io.quantumvault.ingest.alert.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The problems this service answers (RFC 9457). The {@code type} is stable: programs may compare
 * it.
 */
enum Problem {
  UNREADABLE_BODY(400, "unreadable-body", "The body is not the JSON that is asked for"),
  INVALID_ALERT(422, "invalid-alert", "A field is missing, contradictory or out of form"),
  UNKNOWN_MARKET(422, "unknown-market", "There is no such market"),
  UNKNOWN_ACTION(422, "unknown-action", "There is no such action"),
  NO_TIME(422, "no-time", "The alert has no time"),
  STALE(422, "stale", "The alert's time is too long ago"),
  FROM_FUTURE(422, "from-future", "The alert's time is ahead"),
  TOKEN_REFUSED(401, "token-refused", "The service's own token is missing or wrong"),
  SIGNATURE_REFUSED(401, "signature-refused", "The signature does not hold"),
  SOURCE_NOT_ALLOWED(403, "source-not-allowed", "This webhook may not be used from there"),
  UNKNOWN_WEBHOOK(404, "unknown-webhook", "There is no such webhook"),
  NOT_FOUND(404, "not-found", "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "This address takes POST"),
  BODY_TOO_SLOW(408, "body-too-slow", "The body did not arrive in time"),
  BODY_TOO_LARGE(413, "body-too-large", "The body is over 64 KiB"),
  UNSUPPORTED_TYPE(415, "unsupported-content-type", "Send application/json or text/plain, UTF-8"),
  RATE_LIMITED(429, "rate-limited", "Too many alerts on this webhook"),
  BAD_REQUEST(400, "bad-request", "The request is not valid HTTP"),
  FAILED(500, "failed", "The request failed here"),
  NOT_READY(503, "not-ready", "The service is starting and does not know its webhooks yet"),
  OVERLOADED(503, "overloaded", "Too many requests at once"),
  NOT_TAKEN(503, "not-taken", "The alert could not be stored durably; send it again"),
  SIGNING_SECRET_UNAVAILABLE(
      503, "signing-secret-unavailable", "The signature cannot be checked at the moment");

  static final String CONTENT_TYPE = "application/problem+json";
  static final String TYPE_PREFIX = "urn:quantumvault:problem:";

  private static final String RETRY_AFTER_SECONDS = "5";

  private final int status;
  private final String slug;
  private final String title;

  Problem(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  /** What is answered to an alert that is refused for this. */
  static Problem of(Refusal refusal) {
    return switch (refusal) {
      case UNREADABLE -> UNREADABLE_BODY;
      case INVALID -> INVALID_ALERT;
      case UNKNOWN_MARKET -> UNKNOWN_MARKET;
      case UNKNOWN_ACTION -> UNKNOWN_ACTION;
      case NO_TIME -> NO_TIME;
      case STALE -> STALE;
      case FROM_FUTURE -> FROM_FUTURE;
      case SOURCE_NOT_ALLOWED -> SOURCE_NOT_ALLOWED;
      case SIGNATURE_REFUSED -> SIGNATURE_REFUSED;
      case RATE_LIMITED -> RATE_LIMITED;
    };
  }

  String slug() {
    return slug;
  }

  /** Its name in metrics. */
  String outcome() {
    return slug.replace('-', '_');
  }

  Answer answer() {
    return answer(null, null, retryAfter());
  }

  /** The same problem under a status that says more. */
  Answer as(int otherStatus) {
    return answer(otherStatus, null, null, Map.of());
  }

  Answer answer(String detail) {
    return answer(detail, null, retryAfter());
  }

  Answer answer(String detail, UUID signalId) {
    return answer(detail, signalId, retryAfter());
  }

  /** With the time after which it may be tried again, in whole seconds, at least one. */
  Answer answerRetryAfter(String detail, @Nullable UUID signalId, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return answer(detail, signalId, Map.of("Retry-After", Long.toString(seconds)));
  }

  private Map<String, String> retryAfter() {
    return status == 503 ? Map.of("Retry-After", RETRY_AFTER_SECONDS) : Map.of();
  }

  private Answer answer(
      @Nullable String detail, @Nullable UUID signalId, Map<String, String> headers) {
    return answer(status, detail, signalId, headers);
  }

  private Answer answer(
      int answered, @Nullable String detail, @Nullable UUID signalId, Map<String, String> headers) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("type", new Json.Text(TYPE_PREFIX + slug));
    fields.put("title", new Json.Text(title));
    fields.put("status", new Json.Number(Integer.toString(answered)));
    if (detail != null) {
      fields.put("detail", new Json.Text(detail));
    }
    if (signalId != null) {
      fields.put("signalId", new Json.Text(signalId.toString()));
    }
    return new Answer(answered, CONTENT_TYPE, new Json.Members(fields).text(), headers);
  }
}

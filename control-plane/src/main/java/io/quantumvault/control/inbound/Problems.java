package io.quantumvault.control.inbound;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Done;
import io.quantumvault.control.outcome.Outcome.Refused;
import io.quantumvault.control.outcome.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Refusals as {@code application/problem+json} (RFC 9457) with stable types. */
final class Problems {
  private static final String TYPE = "urn:quantumvault:problem:";

  private Problems() {}

  /** The answer to an operation: its result, or its refusal as a problem. */
  static <T> ResponseEntity<Object> answer(
      Outcome<T> outcome, Function<? super T, ResponseEntity<Object>> done) {
    return switch (outcome) {
      case Done<T>(var value) -> done.apply(value);
      case Refused<T>(var refusal, var details) -> entity(refusal, details);
    };
  }

  /** Status 200 with a view of the result. */
  static <T> ResponseEntity<Object> ok(Outcome<T> outcome, Function<? super T, Object> view) {
    return answer(outcome, value -> ResponseEntity.ok(view.apply(value)));
  }

  /** Status 201 with a view of the result. */
  static <T> ResponseEntity<Object> created(Outcome<T> outcome, Function<? super T, Object> view) {
    return answer(
        outcome, value -> ResponseEntity.status(HttpStatus.CREATED).body(view.apply(value)));
  }

  static ResponseEntity<Object> entity(Refusal refusal, List<String> details) {
    return ResponseEntity.status(status(refusal))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body(refusal, details));
  }

  static Map<String, Object> body(Refusal refusal, List<String> details) {
    return body(name(refusal), refusal.title(), status(refusal), details);
  }

  static Map<String, Object> body(
      String type, String title, HttpStatus status, List<String> details) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", TYPE + type);
    body.put("title", title);
    body.put("status", status.value());
    if (!details.isEmpty()) {
      body.put("detail", String.join("; ", details));
      body.put("problems", details);
    }
    return body;
  }

  static String name(Refusal refusal) {
    return refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static HttpStatus status(Refusal refusal) {
    return switch (refusal.kind()) {
      case INVALID -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case UNKNOWN -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case GONE -> HttpStatus.GONE;
      case LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
      case BROKEN -> HttpStatus.INTERNAL_SERVER_ERROR;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}

package io.quantumvault.control.inbound;

import io.quantumvault.control.outcome.Refusal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Whatever is thrown becomes a problem that tells nothing of the inside. */
@RestControllerAdvice
public final class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler({
    HttpMessageConversionException.class,
    MethodArgumentTypeMismatchException.class,
    IllegalRequest.class
  })
  ResponseEntity<Object> unreadable(Exception e) {
    return Problems.entity(
        Refusal.MALFORMED_REQUEST,
        e instanceof IllegalRequest known ? List.of(known.problem()) : List.of());
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<Object> anything(Exception e) {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      return problem(HttpStatus.valueOf(known.getStatusCode().value()));
    }
    LOG.atError()
        .addKeyValue("exception", e.getClass().getName())
        .setCause(e)
        .log("Request failed");
    return problem(HttpStatus.SERVICE_UNAVAILABLE);
  }

  private static ResponseEntity<Object> problem(HttpStatus status) {
    String type =
        status == HttpStatus.SERVICE_UNAVAILABLE ? "unavailable" : "http-" + status.value();
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problems.body(type, status.getReasonPhrase(), status, List.of()));
  }
}

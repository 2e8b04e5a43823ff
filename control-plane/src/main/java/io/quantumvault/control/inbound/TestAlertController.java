package io.quantumvault.control.inbound;

import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.trial.TestAlerts;
import io.quantumvault.control.trial.TestAlerts.Tried;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What would become of an alert: its body as a chart would send it, and the stage's decision. */
@RestController
public final class TestAlertController {
  private final TestAlerts testAlerts;

  public TestAlertController(TestAlerts testAlerts) {
    this.testAlerts = testAlerts;
  }

  record Decided(UUID signalId, Map<String, Object> decision) {}

  record Undecided(UUID signalId) {}

  @PostMapping("/v1/bots/{id}/test-alerts")
  ResponseEntity<Object> test(
      @PathVariable UUID id,
      @RequestHeader(name = "Content-Type", required = false) @Nullable String contentType,
      @RequestBody(required = false) byte @Nullable [] body,
      Caller caller) {
    return Problems.answer(
        testAlerts.alert(
            Me.of(caller),
            id,
            Objects.requireNonNullElse(contentType, MediaType.APPLICATION_OCTET_STREAM_VALUE),
            Objects.requireNonNullElse(body, new byte[0])),
        TestAlertController::view);
  }

  private static ResponseEntity<Object> view(Tried tried) {
    return switch (tried) {
      case Tried.Decided(var signalId, var decision) ->
          ResponseEntity.ok(new Decided(signalId, decision));
      case Tried.Undecided(var signalId) -> ResponseEntity.accepted().body(new Undecided(signalId));
      case Tried.Refused(int status, byte[] problem) ->
          ResponseEntity.status(status)
              .contentType(MediaType.APPLICATION_PROBLEM_JSON)
              .body(problem);
    };
  }
}

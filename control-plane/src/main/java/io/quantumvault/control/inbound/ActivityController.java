package io.quantumvault.control.inbound;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.control.activity.ActivityStore;
import io.quantumvault.control.exchange.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened to the owner's own trades. */
@RestController
public final class ActivityController {
  private static final int MOST = 200;

  private final ActivityStore activity;
  private final Clock clock;

  public ActivityController(ActivityStore activity, Clock clock) {
    this.activity = activity;
    this.clock = clock;
  }

  record View(
      UUID eventId,
      @Nullable UUID botId,
      @Nullable UUID signalId,
      Instant occurredAt,
      String topic,
      String kind,
      Map<String, Object> summary) {}

  @GetMapping("/v1/activity")
  List<View> list(
      @RequestParam(required = false) @Nullable UUID botId,
      @RequestParam(required = false) @Nullable String before,
      @RequestParam(defaultValue = "50") int limit,
      Caller caller) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalRequest("limit must be from 1 to " + MOST);
    }
    return activity.list(Me.of(caller).owner(), botId, moment(before), limit).stream()
        .map(ActivityController::view)
        .toList();
  }

  private Instant moment(@Nullable String before) {
    try {
      return before == null ? clock.instant().plusSeconds(60) : Instant.parse(before);
    } catch (DateTimeParseException e) {
      throw new IllegalRequest("before must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static View view(ActivityEntry entry) {
    return new View(
        entry.eventId(),
        entry.botId(),
        entry.signalId(),
        entry.occurredAt(),
        entry.topic(),
        entry.kind(),
        entry.summary());
  }
}

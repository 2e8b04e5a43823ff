package io.quantumvault.ingest.alert;

import io.quantumvault.ingest.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came with a valid token and was not taken, once or many times.
 *
 * @param kind what the sender was answered
 * @param exit it asked to get out
 * @param redactedBody of the newest; null where it could not be read or was not looked at
 * @param receivedAt of the first
 * @param count how many it stands for, at least 1
 */
public record RefusedSignal(
    UUID signalId,
    Route route,
    String kind,
    List<ParsedAlert.Problem> problems,
    boolean exit,
    @Nullable String redactedBody,
    Instant receivedAt,
    int count) {
  public RefusedSignal {
    problems = List.copyOf(problems);
  }

  /** One that stands for both; its problems are the newer one's. */
  RefusedSignal and(RefusedSignal newer) {
    return new RefusedSignal(
        signalId,
        route,
        kind,
        newer.problems,
        exit,
        newer.redactedBody,
        receivedAt,
        Math.addExact(count, newer.count));
  }
}

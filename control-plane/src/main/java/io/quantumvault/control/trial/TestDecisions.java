package io.quantumvault.control.trial;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.control.activity.ActivityStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the answers to dry runs, as they are kept for owners. */
public final class TestDecisions {
  /** The kind of such an entry. */
  public static final String KIND = "TEST_DECIDED";

  private final ActivityStore activity;
  private final ConcurrentHashMap<UUID, CompletableFuture<ActivityEntry>> awaited =
      new ConcurrentHashMap<>();

  public TestDecisions(ActivityStore activity) {
    this.activity = activity;
  }

  /** Is told of every entry once it is kept. */
  public void kept(ActivityEntry entry) {
    UUID signalId = entry.signalId();
    if (signalId != null && entry.kind().equals(KIND)) {
      var waiting = awaited.get(signalId);
      if (waiting != null) {
        waiting.complete(entry);
      }
    }
  }

  /**
   * The answer to one of the owner's dry runs, empty if it has not come within the time. What
   * another instance of this service keeps meanwhile is found at the end.
   */
  public Optional<ActivityEntry> await(String owner, UUID signalId, Duration atMost) {
    var coming = awaited.computeIfAbsent(signalId, id -> new CompletableFuture<>());
    try {
      // It may have been kept before anybody waited.
      var before = activity.tested(owner, signalId);
      if (before.isPresent()) {
        return before;
      }
      return Optional.of(coming.get(atMost.toMillis(), TimeUnit.MILLISECONDS))
          .filter(entry -> entry.owner().equals(owner));
    } catch (TimeoutException e) {
      return activity.tested(owner, signalId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody ends the waiting with a failure", e);
    } finally {
      awaited.remove(signalId, coming);
    }
  }
}

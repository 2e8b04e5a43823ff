package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A check that is over in time: key management may take longer for two secrets than a sender waits
 * for an answer. What it says then comes too late, and the answer is that nobody can know.
 */
public final class TimelySignatureCheck implements SignatureCheck {
  /** Checks that go on unheard; key management that is stuck must not gather threads. */
  private static final int AT_ONCE = 256;

  private final SignatureCheck check;
  private final Duration within;
  private final Executor threads = task -> Thread.ofVirtual().name("ingest-signature").start(task);
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** Waits so long for this check. */
  public TimelySignatureCheck(SignatureCheck check, Duration within) {
    this.check = check;
    this.within = within;
  }

  @Override
  public Verdict check(Route route, IncomingRequest request, byte[] body, Instant now) {
    if (!places.tryAcquire()) {
      return new Verdict.Unavailable();
    }
    CompletableFuture<Verdict> verdict =
        CompletableFuture.supplyAsync(() -> check.check(route, request, body, now), threads)
            .whenComplete((_, _) -> places.release());
    try {
      return verdict.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Verdict.Unavailable();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a signature could not be checked", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Verdict.Unavailable();
    }
  }
}

package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.FateRule.Verdict;
import io.quantumvault.signer.order.AdminOrder.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks once about one transaction, and sends nothing. */
final class Looks {
  private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

  private final Inquiry inquiry;
  private final Canaries canaries;
  private final InstantSource clock;
  private final Duration within;

  /**
   * Takes whom to ask.
   *
   * @param within how long answers are waited for, and before that an order for its question
   */
  Looks(Inquiry inquiry, Canaries canaries, InstantSource clock, Duration within) {
    this.inquiry = inquiry;
    this.canaries = canaries;
    this.clock = clock;
    this.within = within;
  }

  /** What the endpoints that are well prove now. */
  Fate look(Followed followed) throws InterruptedException {
    var entry = entry(followed);
    hear(inquiry.ask(List.of(entry), true));
    return switch (inquiry.verdict(entry)) {
      case Verdict.Landed landed -> new Fate.Landed(landed.slot());
      case Verdict.Failed failed -> new Fate.Failed(failed.slot(), failed.error());
      case Verdict.Lapsed lapsed -> new Fate.Expired(entry.sendings.lastRefusal());
      case Verdict.Open open -> new Fate.Undecided(open.why());
    };
  }

  /** Whether what somebody says became of it stands. */
  Resolved resolve(Followed followed, Resolution wanted) throws InterruptedException {
    var entry = entry(followed);
    var asked = inquiry.askAll(entry, within);
    hear(asked.answers());
    var ruling =
        ResolveRule.of(
            wanted,
            entry.lastValidHeight(),
            inquiry.configured(),
            Duration.between(followed.signedAt(), clock.instant()),
            new ResolveRule.Answers(entry.heard.values(), inquiry.heights(), asked.notAsked()));
    return switch (ruling) {
      case ResolveRule.Ruling.Refused(var why) -> new Resolved.Refused(why);
      case ResolveRule.Ruling.Stands(var fate) -> new Resolved.As(fate);
    };
  }

  private Entry entry(Followed followed) {
    var entry = new Entry(followed, Instant.MAX);
    entry.canary = canaries.find(followed, inquiry.awake()).orElse(null);
    return entry;
  }

  /** Waits for all; those that answered in time count. */
  private void hear(List<CompletableFuture<Void>> answers) throws InterruptedException {
    try {
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.atDebug().log("Those that answered count");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}

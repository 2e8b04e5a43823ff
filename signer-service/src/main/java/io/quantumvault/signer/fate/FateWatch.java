package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.FateRule.Verdict;
import io.quantumvault.signer.order.AdminOrder.Resolution;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.SignatureHints;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends signed transactions and finds out what became of them: the same bytes again and again, one
 * status question an endpoint for all of them, and no question while none is followed. A fate is
 * only what the answers prove ({@link FateRule}); what is not proved in time is {@link
 * Fate.Undecided}. Rule: the paragraph "Fate" of docs/signer.md.
 */
public final class FateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FateWatch.class);
  private static final Duration CANARY_EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK_WITHIN = Duration.ofSeconds(10);

  private final SignatureHints hints;
  private final InstantSource clock;
  private final Pace pace;
  private final Executor threads;
  private final Inquiry inquiry;
  private final Looks looks;
  private final Sender sender;
  private final Canaries canaries = new Canaries();
  private final Set<Entry> inFlight = ConcurrentHashMap.newKeySet();
  private final Wake wake = new Wake();
  private volatile Instant heightAsked = Instant.MIN;
  private @Nullable Thread thread;

  /**
   * How often things are asked.
   *
   * @param status between two rounds of status questions
   * @param height between two questions for the height, which are asked for what is older than this
   * @param hearing how long the other endpoints are waited for when one has answered
   * @param within from the signing to a fate, or to Undecided
   */
  public record Pace(Duration status, Duration height, Duration hearing, Duration within) {
    /** What is left of the time from signing; a clock that was set does not make it longer. */
    private Duration left(Instant signedAt, Instant now) {
      var gone = Duration.between(signedAt, now);
      gone = gone.isNegative() ? Duration.ZERO : gone;
      return gone.compareTo(within) > 0 ? Duration.ZERO : within.minus(gone);
    }
  }

  /**
   * Takes the chain to send to.
   *
   * @param hints wakes the status question before its time
   * @param clock one that does not jump
   */
  public FateWatch(Chain chain, SignatureHints hints, InstantSource clock, Pace pace) {
    this(chain, hints, clock, pace, task -> Thread.ofVirtual().name("fate").start(task));
  }

  FateWatch(Chain chain, SignatureHints hints, InstantSource clock, Pace pace, Executor threads) {
    this.hints = hints;
    this.clock = clock;
    this.pace = pace;
    this.threads = threads;
    this.inquiry = new Inquiry(chain.nodes(), clock, threads);
    this.looks = new Looks(inquiry, canaries, clock, LOOK_WITHIN);
    this.sender = new Sender(chain, clock, threads, pace.status());
    hints.listen(wake::hint);
  }

  /** Starts asking for statuses. */
  public void start() {
    thread = Thread.ofVirtual().name("fate-watch").start(this::run);
  }

  /**
   * Sends if the gate allows, to every endpoint at once, and again every two slots while it allows,
   * until the fate is decided or the time for it is over.
   */
  public Fate follow(Followed followed) throws InterruptedException {
    var now = clock.instant();
    var entry = new Entry(followed, now.plus(pace.left(followed.signedAt(), now)));
    entry.canary = canaries.before(followed.signedAt()).orElse(null);
    inFlight.add(entry);
    hints.watch(entry.signature);
    try {
      sender.first(entry);
      followed.afterFirst().run();
      wake.work();
      return entry.fate.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      inFlight.remove(entry);
      hints.forget(entry.signature);
    }
  }

  /**
   * One look without sending, for what stayed undecided. Each endpoint is waited for at most ten
   * seconds.
   */
  public Fate look(Followed followed) throws InterruptedException {
    return looks.look(followed);
  }

  /**
   * One look at what somebody says became of it. The heights must be as new as the question: an old
   * one contradicts nobody. Every endpoint is asked, or the order is refused; each is waited for at
   * most ten seconds, and before that at most ten until it may be asked.
   */
  public Resolved resolve(Followed followed, Resolution wanted) throws InterruptedException {
    if (inFlight.isEmpty()) {
      inquiry.forgetHeights();
    }
    return looks.resolve(followed, wanted);
  }

  /** How many are waited for. */
  public int size() {
    return inFlight.size();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean hinted = false;
        if (inFlight.isEmpty()) {
          inquiry.forgetHeights();
          hinted = wake.untilCalled();
        }
        if (!hinted) {
          wake.untilHintOr(pace.status());
        }
        try {
          round();
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).log("A round of status questions failed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look at all that is in flight. */
  void round() throws InterruptedException {
    var entries = new ArrayList<>(inFlight);
    if (entries.isEmpty()) {
      return;
    }
    var answers = inquiry.ask(entries, askHeight(entries));
    var late = new ArrayList<>(answers);
    hear(late);
    entries.forEach(this::conclude);
    // What comes after the others were heard counts when it comes.
    late.forEach(answer -> answer.thenRun(() -> entries.forEach(this::conclude)));
  }

  /** Waits for all, but not long for others once one has answered; leaves those that have not. */
  private void hear(List<CompletableFuture<Void>> answers) throws InterruptedException {
    var all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    var first = CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new));
    try {
      first.get(pace.hearing().toNanos(), TimeUnit.NANOSECONDS);
      all.get(pace.hearing().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.atDebug().log("Not every endpoint answered in time");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    answers.removeIf(CompletableFuture::isDone);
  }

  /** Only for what is not new: most land before anybody wants to know the height. */
  private boolean askHeight(List<Entry> entries) {
    var now = clock.instant();
    boolean due =
        !now.isBefore(heightAsked.plus(pace.height()))
            && entries.stream()
                .anyMatch(e -> !now.isBefore(e.followed.signedAt().plus(pace.height())));
    if (due) {
      heightAsked = now;
    }
    return due;
  }

  /** Whatever happens to one must not end the watch over the others. */
  private void conclude(Entry entry) {
    try {
      if (!entry.fate.isDone()) {
        judge(entry);
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("An answer about one transaction was not understood");
    }
    if (!clock.instant().plus(pace.status()).isBefore(entry.until)) {
      entry.fate.complete(new Fate.Undecided(entry.why));
    }
  }

  private void judge(Entry entry) {
    switch (inquiry.verdict(entry)) {
      case Verdict.Landed landed -> decide(entry, new Fate.Landed(landed.slot()));
      case Verdict.Failed failed -> decide(entry, new Fate.Failed(failed.slot(), failed.error()));
      case Verdict.Lapsed lapsed ->
          entry.fate.complete(new Fate.Expired(entry.sendings.lastRefusal()));
      case Verdict.Open open -> {
        entry.why = open.why();
        goOn(entry);
      }
    }
  }

  private void decide(Entry entry, Fate fate) {
    canaries.landed(entry.signature, clock.instant());
    entry.fate.complete(fate);
  }

  private void goOn(Entry entry) {
    boolean blockhashEnded =
        inquiry.heights().stream().anyMatch(h -> h.blockHeight() > entry.lastValidHeight());
    if (blockhashEnded) {
      lookForCanary(entry);
    } else {
      sender.again(entry);
    }
  }

  private void lookForCanary(Entry entry) {
    var now = clock.instant();
    if (entry.canary != null || now.isBefore(entry.canaryDue)) {
      return;
    }
    entry.canaryDue = now.plus(CANARY_EVERY);
    threads.execute(() -> {
      try {
        entry.canary = canaries.find(entry.followed, inquiry.awake()).orElse(null);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("No landed signature was looked for");
      }
    });
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

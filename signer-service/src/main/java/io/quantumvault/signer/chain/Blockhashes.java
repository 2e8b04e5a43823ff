package io.quantumvault.signer.chain;

import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives blockhashes that are at most a second old. None is asked for while nobody wants one; while
 * trades flow the next one is asked for before the held one is too old, so that signing rarely
 * waits. Where the chain is silent, what is held may be used until it is unusable.
 */
public final class Blockhashes {
  private final Chain chain;
  private final InstantSource clock;
  private final Age age;
  private final Executor threads;
  private final AtomicReference<@Nullable CompletableFuture<@Nullable Held>> asking =
      new AtomicReference<>();
  private volatile @Nullable Held held;
  private volatile boolean lastAnswered;
  private volatile Instant lastAsked = Instant.MIN;

  /** Its age is counted from before it was asked for. */
  private record Held(Blockhash blockhash, Instant at) {}

  /**
   * How old a blockhash may be.
   *
   * @param renewed from this age on the next one is asked for beside its use
   * @param fresh up to this age it is used without asking
   * @param usable up to this age it is used while the chain gives none
   */
  public record Age(Duration renewed, Duration fresh, Duration usable) {
    /** 0.7, 1 and 5 s: a blockhash lives about 30 s. */
    public static final Age STANDARD =
        new Age(Duration.ofMillis(700), Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /** Takes a clock that does not jump. */
  public Blockhashes(Chain chain, InstantSource clock, Age age) {
    this(chain, clock, age, task -> Thread.ofVirtual().name("blockhash").start(task));
  }

  Blockhashes(Chain chain, InstantSource clock, Age age, Executor threads) {
    this.chain = chain;
    this.clock = clock;
    this.age = age;
    this.threads = threads;
  }

  /** A blockhash; waits for the chain if none is fresh. Empty if none is usable. */
  public Optional<Blockhash> fresh() {
    var now = held;
    if (now != null && isYounger(now, age.fresh())) {
      if (!isYounger(now, age.renewed())) {
        ask();
      }
      return Optional.of(now.blockhash());
    }
    var asked = ask().join();
    var best = asked == null ? held : asked;
    return best != null && isYounger(best, age.usable())
        ? Optional.of(best.blockhash())
        : Optional.empty();
  }

  /**
   * Whether the chain gave the last blockhash that was asked for. Does not wait; asks anew beside
   * if the last question is older than this.
   */
  public boolean answers(Duration askedWithin) {
    if (!clock.instant().isBefore(lastAsked.plus(askedWithin))) {
      ask();
    }
    return lastAnswered;
  }

  private boolean isYounger(Held what, Duration than) {
    return Duration.between(what.at(), clock.instant()).compareTo(than) <= 0;
  }

  /** Whoever comes while one is asked for waits for that one. */
  private CompletableFuture<@Nullable Held> ask() {
    var mine = new CompletableFuture<@Nullable Held>();
    var running = asking.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    threads.execute(() -> {
      @Nullable Held got = null;
      try {
        got = answer();
      } finally {
        asking.set(null);
        mine.complete(got);
      }
    });
    return mine;
  }

  private @Nullable Held answer() {
    var at = clock.instant();
    lastAsked = at;
    try {
      var got = new Held(chain.latestBlockhash(), at);
      held = got;
      lastAnswered = true;
      return got;
    } catch (ChainException e) {
      // What is held grows old and stops being given out; health says so.
      lastAnswered = false;
      return null;
    }
  }
}

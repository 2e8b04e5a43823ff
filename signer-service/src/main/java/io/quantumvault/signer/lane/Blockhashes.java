package io.quantumvault.signer.lane;

import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a fresh blockhash at hand, so that signing waits for no chain. */
public final class Blockhashes implements AutoCloseable {
  private final Chain chain;
  private final InstantSource clock;
  private final Duration every;
  private final Duration usable;
  private volatile @Nullable Held held;
  private @Nullable Thread thread;

  private record Held(Blockhash blockhash, Instant at) {}

  /**
   * Takes how often it is asked for, and how long an answer may be used when the chain is silent.
   */
  public Blockhashes(Chain chain, InstantSource clock, Duration every, Duration usable) {
    this.chain = chain;
    this.clock = clock;
    this.every = every;
    this.usable = usable;
  }

  /** Starts asking. */
  public void start() {
    thread = Thread.ofVirtual().name("blockhashes").start(this::run);
  }

  /** A blockhash not older than allowed, if there is one. */
  public Optional<Blockhash> fresh() {
    var now = held;
    return now == null || now.at().plus(usable).isBefore(clock.instant())
        ? Optional.empty()
        : Optional.of(now.blockhash());
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      refresh();
      try {
        Thread.sleep(every);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  void refresh() {
    try {
      held = new Held(chain.latestBlockhash(), clock.instant());
    } catch (ChainException e) {
      // What is held grows old and stops being given out; health says so.
      return;
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

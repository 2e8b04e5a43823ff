package io.quantumvault.acceptance.dsl;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Small market orders of several bots in turn, each buying and selling, at a fixed pace. */
public final class SteadyAlerts {
  private final List<Trader> traders = new ArrayList<>();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Duration every;
  private final Thread thread;
  private volatile boolean ending;

  /** Makes the bots and begins. */
  public SteadyAlerts(Installation system, int bots, Duration every)
      throws IOException, InterruptedException {
    this.every = every;
    for (int i = 0; i < bots; i++) {
      traders.add(Trader.ready(system, Map.of()));
    }
    thread = Thread.ofVirtual().name("alerts").start(this::send);
  }

  private void send() {
    long start = System.nanoTime();
    for (int i = 0; !ending; i++) {
      long at = start + i * every.toNanos();
      while (System.nanoTime() - at < 0 && !ending) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      var side = (i / traders.size()) % 2 == 0 ? "buy" : "sell";
      try {
        var answer = traders.get(i % traders.size()).alert("steady " + i, "SOL-PERP", side, "0.1");
        if (answer.status() == 202) {
          accepted.add(answer.signalId());
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The bots' agent wallets. */
  public List<String> wallets() {
    return traders.stream().map(trader -> trader.bot().agentWallet()).toList();
  }

  /** The signals of those that were accepted so far. */
  public List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** Sends no more; the signals of those that were accepted. */
  public List<String> end() throws InterruptedException {
    ending = true;
    thread.join();
    return accepted();
  }
}

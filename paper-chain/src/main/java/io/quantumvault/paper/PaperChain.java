package io.quantumvault.paper;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.ChainInput;
import io.quantumvault.paper.chain.InputLog;
import io.quantumvault.paper.chain.Validator;
import io.quantumvault.paper.control.Control;
import io.quantumvault.paper.node.RpcNode;
import io.quantumvault.paper.outbound.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running paper chain: the chain, its journal, its clock and the nodes that serve it. */
public final class PaperChain implements AutoCloseable {
  private final Validator validator;
  private final Control control;
  private final Listeners listeners;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final @Nullable Thread blocks;

  private PaperChain(
      Validator validator, Control control, Listeners listeners, PaperChainSettings settings) {
    this.validator = validator;
    this.control = control;
    this.listeners = listeners;
    this.blocks =
        settings.blocksByHand()
            ? null
            : Thread.ofPlatform()
                .name("paper-chain-blocks")
                .daemon()
                .start(() -> tick(settings.slotDuration().toNanos()));
  }

  /**
   * Starts a chain, going on where its journal ends.
   *
   * @throws UncheckedIOException when a port is taken, or the journal is damaged or in use
   */
  public static PaperChain start(PaperChainSettings settings) {
    return start(settings, InstantSource.system());
  }

  /** As {@link #start(PaperChainSettings)}, with everything that takes time by another clock. */
  public static PaperChain start(PaperChainSettings settings, InstantSource clock) {
    try {
      Validator validator = validator(settings, clock);
      try {
        Control control = control(validator, settings);
        return new PaperChain(
            validator, control, Listeners.open(settings, control, clock), settings);
      } catch (IOException | RuntimeException e) {
        validator.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the paper chain cannot start: " + e.getMessage(), e);
    }
  }

  private static Validator validator(PaperChainSettings settings, InstantSource clock)
      throws IOException {
    Replay replay = new Replay();
    Path dataDir = settings.dataDir();
    InputLog log = dataDir == null ? InputLog.none() : Journal.open(dataDir, replay::accept);
    long slotMillis = settings.slotDuration().toMillis();
    try {
      if (!replay.hasGenesis()) {
        byte[] nonce = new byte[32];
        new SecureRandom().nextBytes(nonce);
        ChainInput.Genesis genesis =
            new ChainInput.Genesis(nonce, settings.firstPrices(), clock.millis());
        log.append(genesis);
        replay.accept(genesis);
      }
      Chain chain = replay.finish();
      return new Validator(chain, log, clock, slotMillis, settings.venue(), settings.skippedPpm());
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static Control control(Validator validator, PaperChainSettings settings) {
    List<RpcNode> nodes = new ArrayList<>();
    for (int i = 0; i < settings.nodes().size(); i++) {
      nodes.add(new RpcNode(i, validator, settings.nodes().get(i)));
    }
    Control control = new Control(validator, nodes);
    settings.faults().forEach(fault -> control.arm(fault.node(), fault.armed()));
    settings.landing().forEach(control::landing);
    return control;
  }

  private void tick(long slotNanos) {
    long next = System.nanoTime() + slotNanos;
    try {
      while (!stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        validator.tick();
        next = Math.max(next + slotNanos, System.nanoTime() - slotNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.getLogger(PaperChain.class.getName())
          .log(System.Logger.Level.ERROR, "Block production stopped", e);
    }
  }

  /** Where the first node's JSON-RPC port is. */
  public int port() {
    return port(0);
  }

  /** Where a node's JSON-RPC port is. */
  public int port(int node) {
    return listeners.port(node);
  }

  /** Where a node's subscriptions are; empty when it serves none. */
  public OptionalInt webSocketPort(int node) {
    return listeners.webSocketPort(node);
  }

  /** What makes the chain and its nodes behave badly. */
  public Control control() {
    return control;
  }

  /** Produces the next block now. */
  public void produceBlock() {
    validator.produceBlock();
  }

  public void produceBlocks(int count) {
    for (int i = 0; i < count; i++) {
      validator.produceBlock();
    }
  }

  /** Stops at a block boundary. What a crash would have kept is kept as well. */
  @Override
  public void close() {
    stopped.countDown();
    listeners.close();
    if (blocks != null) {
      try {
        blocks.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    validator.close();
  }
}

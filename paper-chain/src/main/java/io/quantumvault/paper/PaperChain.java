package io.quantumvault.paper;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.ChainInput;
import io.quantumvault.paper.chain.InputLog;
import io.quantumvault.paper.chain.Node;
import io.quantumvault.paper.inbound.RpcDispatcher;
import io.quantumvault.paper.inbound.RpcServer;
import io.quantumvault.paper.outbound.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running paper chain: the chain, its journal, its clock and its JSON-RPC port. */
public final class PaperChain implements AutoCloseable {
  private final Node node;
  private final RpcServer server;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final @Nullable Thread blocks;

  private PaperChain(Node node, RpcServer server, PaperChainSettings settings) {
    this.node = node;
    this.server = server;
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
   * @throws UncheckedIOException when the port is taken, or the journal is damaged or in use
   */
  public static PaperChain start(PaperChainSettings settings) {
    return start(settings, InstantSource.system());
  }

  /** As {@link #start(PaperChainSettings)}, with block times from another clock. */
  public static PaperChain start(PaperChainSettings settings, InstantSource clock) {
    try {
      Node node = node(settings, clock);
      try {
        RpcDispatcher dispatcher = new RpcDispatcher(node, settings.confirmations());
        RpcServer server = RpcServer.start(settings.host(), settings.port(), dispatcher);
        return new PaperChain(node, server, settings);
      } catch (IOException | RuntimeException e) {
        node.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the paper chain cannot start: " + e.getMessage(), e);
    }
  }

  private static Node node(PaperChainSettings settings, InstantSource clock) throws IOException {
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
      return new Node(chain, log, clock, slotMillis, settings.venue());
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private void tick(long slotNanos) {
    long next = System.nanoTime() + slotNanos;
    try {
      while (!stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        node.produceBlock();
        next = Math.max(next + slotNanos, System.nanoTime() - slotNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.getLogger(PaperChain.class.getName())
          .log(System.Logger.Level.ERROR, "Block production stopped", e);
    }
  }

  /** Where the JSON-RPC port is. */
  public int port() {
    return server.port();
  }

  /** Produces the next block now. */
  public void produceBlock() {
    node.produceBlock();
  }

  public void produceBlocks(int count) {
    for (int i = 0; i < count; i++) {
      node.produceBlock();
    }
  }

  /** Stops at a block boundary. What a crash would have kept is kept as well. */
  @Override
  public void close() {
    stopped.countDown();
    server.close();
    if (blocks != null) {
      try {
        blocks.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    node.close();
  }
}

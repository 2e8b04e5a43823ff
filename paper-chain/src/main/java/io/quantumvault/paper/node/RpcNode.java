package io.quantumvault.paper.node;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.ChainView;
import io.quantumvault.paper.chain.SignatureOutcome;
import io.quantumvault.paper.chain.Validator;
import io.quantumvault.paper.fault.FaultBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One node of the chain: what it sees of it, and the faults it has. */
public final class RpcNode {
  /** Further behind than this a node calls itself unhealthy, as validators do. */
  private static final int HEALTHY_LAG = 128;

  private final int index;
  private final Validator validator;
  private final FaultBook faults = new FaultBook();
  private volatile NodeSettings settings;
  private volatile SubscriptionHook subscriptions = fault -> {};

  /** Makes a node's subscriptions faulty. */
  @FunctionalInterface
  public interface SubscriptionHook {
    void apply(SubscriptionFault fault) throws IOException;
  }

  public RpcNode(int index, Validator validator, NodeSettings settings) {
    this.index = index;
    this.validator = validator;
    this.settings = settings;
  }

  public int index() {
    return index;
  }

  public Validator validator() {
    return validator;
  }

  public FaultBook faults() {
    return faults;
  }

  public NodeSettings settings() {
    return settings;
  }

  /** Changes how it behaves; its ports stay what they are. */
  public void settings(NodeSettings changed) {
    settings = changed.withPort(settings.port()).withWebSocketPort(settings.webSocketPort());
  }

  public void onSubscriptionFault(SubscriptionHook hook) {
    subscriptions = hook;
  }

  /**
   * Changes what is wrong with the node's subscriptions.
   *
   * @throws UncheckedIOException when its port cannot be taken again
   */
  public void subscriptionFault(SubscriptionFault fault) {
    try {
      subscriptions.apply(fault);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isHealthy() {
    return validator.isHealthy() && settings.lagSlots() <= HEALTHY_LAG;
  }

  /** A question to what the node sees; must not keep it. */
  @FunctionalInterface
  public interface Question<T extends @Nullable Object, E extends Exception> {
    T ask(Sight sight) throws E;
  }

  /** Reads something consistent at a commitment. */
  public <T extends @Nullable Object, E extends Exception> T read(
      Commitment commitment, Question<T, E> question) throws E {
    return validator.read(chain -> question.ask(new Sight(chain, commitment)));
  }

  /** What the node sees at a moment. */
  public final class Sight {
    private final NodeSettings now = settings;
    private final Chain chain;
    private final ChainView view;

    private Sight(Chain chain, Commitment commitment) {
      this.chain = chain;
      this.view = chain.at(slotAt(commitment));
    }

    private long slotAt(Commitment commitment) {
      long depth =
          now.finality().depth(commitment, validator.sinceNewestMillis(), validator.slotMillis());
      return chain.slot() - now.lagSlots() - depth;
    }

    /** The chain as of the commitment that was asked for. */
    public ChainView chain() {
      return view;
    }

    public long slot() {
      return view.slot();
    }

    /** Where a slot stands: the highest commitment it has reached. */
    public Commitment reached(long slot) {
      if (slot <= slotAt(Commitment.FINALIZED)) {
        return Commitment.FINALIZED;
      }
      return slot <= slotAt(Commitment.CONFIRMED) ? Commitment.CONFIRMED : Commitment.PROCESSED;
    }

    /** The newest slot that is finalized for this node. */
    public long finalizedSlot() {
      return chain.at(slotAt(Commitment.FINALIZED)).slot();
    }

    /** Whether the node remembers that slot's transactions. */
    public boolean remembers(long slot) {
      return now.history() != NodeSettings.History.BLANK && slot >= now.historyFromSlot();
    }

    /** What became of a signature, as far as the node remembers. */
    public Optional<SignatureOutcome> outcome(String signature) {
      return view.outcome(signature).filter(o -> remembers(o.slot()));
    }
  }
}

package io.quantumvault.signer.campaign;

import io.quantumvault.signer.campaign.ModelNode.Failing;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.ChainNode;
import io.quantumvault.solana.rpc.ChainRefusedException;
import io.quantumvault.solana.rpc.ChainUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** The chain as one signer sees it through its endpoints: they fail over as the client's do. */
final class ChainView implements Chain {
  private final ChainTruth truth;
  private final List<ModelNode> nodes;
  private final Gate gate;
  private final Random luck;
  private final Sent sent;

  /** Who judges each sending. */
  interface Sent {
    void sent(Gate by, byte[] wire);
  }

  ChainView(ChainTruth truth, List<ModelNode> nodes, Gate gate, Random luck, Sent sent) {
    this.truth = truth;
    this.nodes = List.copyOf(nodes);
    this.gate = gate;
    this.luck = luck;
    this.sent = sent;
  }

  private <T> T any(Function<ModelNode, T> question) {
    var order = new ArrayList<>(nodes);
    synchronized (luck) {
      Collections.shuffle(order, luck);
    }
    ChainException last = new ChainUnavailableException("no endpoint", null);
    for (var node : order) {
      try {
        return ask(node, question);
      } catch (ChainException e) {
        last = e;
      }
    }
    throw last;
  }

  private <T> T ask(ModelNode node, Function<ModelNode, T> question) {
    var failing = failing(node);
    switch (failing) {
      case SILENT -> throw new ChainUnavailableException(node.name + " is silent", null);
      case BEHIND -> throw refused(-32016, "Minimum context slot has not been reached");
      case UNHEALTHY -> throw refused(-32005, "Node is behind by 200 slots");
      case NO, ANSWER_LOST -> {}
    }
    var answer = question.apply(node);
    if (failing == Failing.ANSWER_LOST) {
      throw new ChainUnavailableException(node.name + " did not answer", null);
    }
    return answer;
  }

  private Failing failing(ModelNode node) {
    var state = node.state();
    synchronized (luck) {
      return luck.nextDouble() < state.share() ? state.failing() : Failing.NO;
    }
  }

  private static ChainRefusedException refused(int code, String message) {
    return new ChainRefusedException("a question", code, message, "", "");
  }

  @Override
  public Blockhash latestBlockhash() {
    gate.before(Edge.BLOCKHASH);
    var answer =
        any(node -> {
          long slot = truth.now() - node.state().lagSlots();
          return new Blockhash(
              ChainTruth.blockhash(slot), ChainTruth.height(slot) + ChainTruth.BLOCKHASH_LIVES);
        });
    gate.after(Edge.BLOCKHASH);
    return answer;
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    gate.before(Edge.ACCOUNTS);
    var answer =
        any(node -> {
          long slot = truth.now() - node.state().lagSlots();
          long said = slot + node.state().slotsAhead();
          if (slot < minContextSlot) {
            throw refused(-32016, "Minimum context slot has not been reached");
          }
          return new Accounts(
              said, addresses.stream().map(address -> truth.account(address, slot)).toList());
        });
    gate.after(Edge.ACCOUNTS);
    return answer;
  }

  /** Every endpoint is told; one that accepts is enough. */
  @Override
  public void send(byte[] transaction, boolean skipPreflight) {
    gate.leaving(Edge.SEND);
    sent.sent(gate, transaction);
    ChainException problem = new ChainUnavailableException("no endpoint", null);
    boolean accepted = false;
    for (var node : nodes) {
      try {
        ask(
            node,
            n -> {
              truth.take(transaction);
              return true;
            });
        accepted = true;
      } catch (ChainException e) {
        problem = e;
      }
    }
    gate.after(Edge.SEND);
    if (!accepted) {
      throw problem;
    }
  }

  @Override
  public Simulated simulate(byte[] transaction) {
    gate.before(Edge.OTHER);
    return any(node -> new Simulated(100_000, ""));
  }

  @Override
  public List<Long> prioritizationFees(List<Address> writable) {
    gate.before(Edge.OTHER);
    return any(node -> List.of(0L));
  }

  @Override
  public Duration slotTime() {
    return ChainTruth.SLOT;
  }

  @Override
  public List<ChainNode> nodes() {
    return nodes.stream().<ChainNode>map(Asked::new).toList();
  }

  private final class Asked implements ChainNode {
    private final ModelNode node;

    Asked(ModelNode node) {
      this.node = node;
    }

    @Override
    public String name() {
      return node.name;
    }

    @Override
    public Instant restsUntil() {
      return Instant.MIN;
    }

    @Override
    public Epoch finalized() {
      gate.before(Edge.STATUS);
      return ask(
          node,
          n -> {
            long slot = truth.now() - n.state().lagSlots() - 1;
            return new Epoch(slot, ChainTruth.height(slot));
          });
    }

    @Override
    public Statuses statuses(List<String> signatures) {
      gate.before(Edge.STATUS);
      var answer =
          ask(
              node,
              n -> {
                var state = n.state();
                long slot = truth.now() - state.statusLagSlots();
                return new Statuses(
                    slot,
                    state.history(),
                    signatures.stream()
                        .map(s ->
                            state.forgets() || !state.history()
                                ? new Status.Absent()
                                : truth.status(s, slot))
                        .toList());
              });
      gate.after(Edge.STATUS);
      return answer;
    }

    @Override
    public List<LandedSignature> history(Address address, int most) {
      gate.before(Edge.STATUS);
      return ask(
          node,
          n -> {
            if (!n.state().history()) {
              throw refused(ChainRefusedException.NO_HISTORY, "no history");
            }
            return List.of(new LandedSignature(ChainTruth.FUNDING, 1, Optional.of(Instant.EPOCH)));
          });
    }
  }
}

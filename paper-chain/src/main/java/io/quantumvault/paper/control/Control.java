package io.quantumvault.paper.control;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.chain.LandingRule;
import io.quantumvault.paper.chain.Validator;
import io.quantumvault.paper.fault.Fault;
import io.quantumvault.paper.fault.FaultBook;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.node.RpcNode;
import io.quantumvault.paper.node.SubscriptionFault;
import io.quantumvault.paper.program.LookupTables;
import io.quantumvault.paper.venue.VenueChange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a chain and its nodes behave badly on demand; the {@code paper_*} methods are this over
 * HTTP. Nodes are counted from 0. What venue and slots do is in the journal and survives a restart;
 * nodes, faults and landing rules do not.
 */
public final class Control {
  private final Validator validator;
  private final List<RpcNode> nodes;

  public Control(Validator validator, List<RpcNode> nodes) {
    this.validator = validator;
    this.nodes = List.copyOf(nodes);
  }

  public int nodes() {
    return nodes.size();
  }

  /**
   * One of the nodes.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  public RpcNode node(int index) {
    if (index < 0 || index >= nodes.size()) {
      throw new IllegalArgumentException(
          "no node " + index + "; there are 0 to " + (nodes.size() - 1));
    }
    return nodes.get(index);
  }

  /** Changes how a node behaves; its ports stay what they are. */
  public void configure(int node, NodeSettings settings) {
    settings.answeredBy().forEach(this::node);
    node(node).settings(settings);
  }

  /** The next requests to this node that call one of the methods meet a fault. */
  public void fault(int node, Fault fault, int requests, String... methods) {
    arm(node, new FaultBook.Armed(Set.of(methods), requests, fault));
  }

  /**
   * Every request to this node that calls one of the methods meets a fault, until it is cleared.
   */
  public void fault(int node, Fault fault, String... methods) {
    arm(node, new FaultBook.Armed(Set.of(methods), -1, fault));
  }

  public void arm(int node, FaultBook.Armed fault) {
    if (fault.fault() instanceof Fault.AsNode other) {
      var _ = node(other.node());
    }
    node(node).faults().arm(fault);
  }

  public void clearFaults(int node) {
    node(node).faults().clear();
  }

  public void clearFaults() {
    nodes.forEach(n -> n.faults().clear());
  }

  /** Makes a node's subscriptions silent or refused, or sound again. */
  public void subscriptions(int node, SubscriptionFault fault) {
    node(node).subscriptionFault(fault);
  }

  /**
   * From now on new transactions land by this rule.
   *
   * @param transactions how many of them; -1 for all until the rules are cleared
   * @param payer whose transactions; null for everybody's
   */
  public void landing(LandingRule rule, int transactions, @Nullable Address payer) {
    validator.arm(rule, transactions, payer);
  }

  public void landing(LandingSpec.Armed rule) {
    landing(rule.rule(), rule.transactions(), rule.payer());
  }

  /** New transactions land by themselves again; those that a rule holds are still held. */
  public void clearLanding() {
    validator.clearLandingRules();
  }

  /** Lets so many slots after the newest block pass without one. */
  public void skipSlots(int slots) {
    validator.skip(slots);
  }

  /** A lookup table with these addresses, good from the next block on. */
  public Address lookupTable(List<Address> addresses) {
    if (addresses.isEmpty() || addresses.size() > LookupTables.MAX_ADDRESSES) {
      throw new IllegalArgumentException(
          "a table holds 1 to " + LookupTables.MAX_ADDRESSES + " addresses");
    }
    return validator.createLookupTable(addresses);
  }

  public void venue(VenueChange change) {
    validator.change(change);
  }
}

package io.quantumvault.paper.control;

import io.quantumvault.paper.fault.Fault;
import io.quantumvault.paper.fault.FaultBook;
import java.util.HashSet;
import java.util.Set;

/** A fault as names and values: {@code kind=delay,millis=500,method=getSlot,count=3}. */
public final class FaultSpec {
  private static final int MIN_CONTEXT_SLOT = -32016;
  private static final int NODE_BEHIND = -32005;
  private static final int NO_HISTORY = -32011;

  private FaultSpec() {}

  /** A fault and the node that has it. */
  public record AtNode(int node, FaultBook.Armed armed) {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static AtNode read(Spec spec) {
    int node = spec.integer("node", 0);
    Set<String> methods = new HashSet<>(spec.parts("method"));
    methods.remove("*");
    int count = spec.has("count") ? spec.integer("count", 1) : -1;
    if (count == -1 && spec.has("count")) {
      throw spec.unknown("count", "1 or more");
    }
    Fault fault = fault(spec);
    spec.requireAllKnown();
    return new AtNode(node, new FaultBook.Armed(methods, count, fault));
  }

  private static Fault fault(Spec spec) {
    return switch (spec.text("kind")) {
      case "drop" -> new Fault.Drop();
      case "lose-answer" -> new Fault.LoseAnswer();
      case "delay" -> new Fault.Delay(spec.number("millis", 1_000));
      case "http" -> new Fault.HttpStatus(spec.integer("status", 503));
      case "behind" -> behind(spec.number("slots", 150));
      case "min-context" ->
          new Fault.RpcError(
              MIN_CONTEXT_SLOT,
              "Minimum context slot has not been reached",
              new Fault.Detail.ContextSlot());
      case "no-history" ->
          new Fault.RpcError(
              NO_HISTORY,
              "Transaction history is not available from this node",
              new Fault.Detail.None());
      case "error" ->
          new Fault.RpcError(
              spec.integer("code", -32603),
              spec.text("message", "Internal error"),
              new Fault.Detail.None());
      case "slow" -> new Fault.SlowBody(spec.integer("bytes", 1), spec.number("millis", 100));
      case "endless" -> new Fault.EndlessBody();
      case "oversized" -> new Fault.OversizedBody(spec.integer("bytes", 16 << 20));
      case "absent" -> new Fault.Lie("/value/*", new Fault.Change.Put("null"));
      case "context-slot" ->
          new Fault.Lie("/context/slot", new Fault.Change.Add(spec.number("add", 0)));
      case "last-valid" ->
          new Fault.Lie("/value/lastValidBlockHeight", new Fault.Change.Add(spec.number("add", 0)));
      case "genesis" -> new Fault.Lie("", new Fault.Change.Put('"' + spec.text("hash") + '"'));
      case "as-node" -> new Fault.AsNode(spec.integer("as", 0));
      case "lie" -> lie(spec);
      default ->
          throw spec.unknown(
              "kind",
              "drop, lose-answer, delay, http, behind, min-context, no-history, error, slow,"
                  + " endless, oversized, absent, context-slot, last-valid, genesis,"
                  + " as-node or lie");
    };
  }

  private static Fault behind(long slots) {
    return new Fault.RpcError(
        NODE_BEHIND, "Node is behind by " + slots + " slots", new Fault.Detail.SlotsBehind(slots));
  }

  private static Fault lie(Spec spec) {
    String path = spec.text("path", "");
    return new Fault.Lie(
        path,
        spec.has("add")
            ? new Fault.Change.Add(spec.number("add", 0))
            : new Fault.Change.Put(spec.text("put")));
  }
}

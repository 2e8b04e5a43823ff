package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.control.Control;
import io.quantumvault.paper.control.FaultSpec;
import io.quantumvault.paper.control.LandingSpec;
import io.quantumvault.paper.control.NodeSpec;
import io.quantumvault.paper.control.Spec;
import io.quantumvault.paper.fault.FaultBook;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.node.RpcNode;
import io.quantumvault.paper.node.SubscriptionFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes slots, nodes and the way to the leader behave badly. */
final class ControlMethods {
  private final RpcNode own;
  private final Control control;

  ControlMethods(RpcNode own, Control control) {
    this.own = own;
    this.control = control;
  }

  Map<String, RpcMethod> methods() {
    return Map.of(
        "paper_node", Refusals.named(this::node),
        "paper_fault", Refusals.named(this::fault),
        "paper_faults", Refusals.named(this::faults),
        "paper_clearFaults", Refusals.named(this::clearFaults),
        "paper_subscriptions", Refusals.named(this::subscriptions),
        "paper_landing", Refusals.named(this::landing),
        "paper_clearLanding", p -> clearLanding(),
        "paper_skipSlots", Refusals.named(this::skipSlots),
        "paper_createLookupTable", Refusals.named(this::createLookupTable));
  }

  /** Another node is named first; without a number it is the one that was asked. */
  private int index(Params params) throws RpcException {
    return params.isNumber(0) ? Math.toIntExact(params.u64(0)) : own.index();
  }

  private Object node(Params params) throws RpcException {
    int index = index(params);
    NodeSettings now = control.node(index).settings();
    Map<String, String> asked = params.config(params.isNumber(0) ? 1 : 0).texts();
    if (!asked.isEmpty()) {
      control.configure(index, NodeSpec.read(Spec.of("paper_node", asked), now));
    }
    return told(index, control.node(index).settings());
  }

  private static Object told(int index, NodeSettings settings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", index);
    json.put("lag", settings.lagSlots());
    json.put("history", settings.history().name().toLowerCase(Locale.ROOT));
    json.put("history-from", settings.historyFromSlot());
    json.put("alpenglow", settings.alpenglow().name().toLowerCase(Locale.ROOT));
    json.put("finality", settings.finality().toString());
    json.put("forwards", settings.forwards());
    json.put("unit-price", settings.goingUnitPrice());
    json.put("answered-by", settings.answeredBy());
    return json;
  }

  private Object fault(Params params) throws RpcException {
    Map<String, String> asked = new LinkedHashMap<>(params.config(0).texts());
    asked.putIfAbsent("node", Integer.toString(own.index()));
    FaultSpec.AtNode read = FaultSpec.read(Spec.of("paper_fault", asked));
    control.arm(read.node(), read.armed());
    return told(control.node(read.node()));
  }

  private Object faults(Params params) throws RpcException {
    return told(control.node(index(params)));
  }

  private static Object told(RpcNode node) {
    List<Object> faults = new ArrayList<>();
    for (FaultBook.Armed armed : node.faults().armed()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("method", armed.methods().isEmpty() ? List.of("*") : armed.methods());
      json.put("count", armed.requests() < 0 ? null : armed.requests());
      json.put("fault", armed.fault().toString());
      faults.add(json);
    }
    return faults;
  }

  private Object clearFaults(Params params) throws RpcException {
    if (params.isNumber(0)) {
      control.clearFaults(index(params));
    } else {
      control.clearFaults();
    }
    return true;
  }

  private Object subscriptions(Params params) throws RpcException {
    String fault = params.string(params.isNumber(0) ? 1 : 0);
    control.subscriptions(
        index(params),
        switch (fault) {
          case "ok" -> SubscriptionFault.NONE;
          case "silent" -> SubscriptionFault.SILENT;
          case "refused" -> SubscriptionFault.REFUSED;
          default -> throw new IllegalArgumentException("must be ok, silent or refused: " + fault);
        });
    return true;
  }

  private Object landing(Params params) throws RpcException {
    control.landing(LandingSpec.read(Spec.of("paper_landing", params.config(0).texts())));
    return true;
  }

  private Object clearLanding() {
    control.clearLanding();
    return true;
  }

  private Object skipSlots(Params params) throws RpcException {
    control.skipSlots(Math.toIntExact(params.u64(0)));
    return true;
  }

  private Object createLookupTable(Params params) throws RpcException {
    List<Address> addresses = new ArrayList<>();
    for (String text : params.strings(0, 256)) {
      addresses.add(Params.address(text));
    }
    return control.lookupTable(addresses).toString();
  }
}

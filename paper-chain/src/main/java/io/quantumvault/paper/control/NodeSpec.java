package io.quantumvault.paper.control;

import io.quantumvault.paper.node.Finality;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.node.NodeSettings.Alpenglow;
import io.quantumvault.paper.node.NodeSettings.History;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node's settings as names and values. */
public final class NodeSpec {
  private NodeSpec() {}

  /**
   * The nodes that a start option describes, one after the other; with nothing there is the first.
   *
   * @param first what the first of them is where its description is silent
   * @param others the same for the rest
   */
  public static List<NodeSettings> list(String text, NodeSettings first, NodeSettings others) {
    List<NodeSettings> nodes = new ArrayList<>();
    for (Spec spec : Spec.list("nodes", text)) {
      nodes.add(read(spec, nodes.isEmpty() ? first : others));
    }
    return nodes.isEmpty() ? List.of(first) : nodes;
  }

  /**
   * The settings with what the description changes.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static NodeSettings read(Spec spec, NodeSettings standard) {
    Alpenglow alpenglow = alpenglow(spec, standard.alpenglow());
    NodeSettings read =
        new NodeSettings(
            spec.integer("port", standard.port()),
            webSocketPort(spec, standard),
            spec.integer("lag", standard.lagSlots()),
            history(spec, standard.history()),
            spec.number("history-from", standard.historyFromSlot()),
            finality(spec, standard, alpenglow),
            alpenglow,
            spec.flag("forwards", standard.forwards()),
            spec.number("unit-price", standard.goingUnitPrice()),
            spec.has("answered-by") ? nodes(spec) : standard.answeredBy());
    spec.requireAllKnown();
    return read;
  }

  private static @Nullable Integer webSocketPort(Spec spec, NodeSettings standard) {
    return spec.has("ws-port")
        ? Integer.valueOf(spec.integer("ws-port", 0))
        : standard.webSocketPort();
  }

  private static History history(Spec spec, History standard) {
    return switch (spec.text("history", "")) {
      case "" -> standard;
      case "full" -> History.FULL;
      case "none" -> History.NONE;
      case "blank" -> History.BLANK;
      default -> throw spec.unknown("history", "full, none or blank");
    };
  }

  private static Alpenglow alpenglow(Spec spec, Alpenglow standard) {
    return switch (spec.text("alpenglow", "")) {
      case "" -> standard;
      case "on" -> Alpenglow.ON;
      case "off" -> Alpenglow.OFF;
      case "unknown" -> Alpenglow.UNKNOWN;
      default -> throw spec.unknown("alpenglow", "on, off or unknown");
    };
  }

  /** By certificate where Alpenglow is on, by votes where it is not, unless figures say which. */
  private static Finality finality(Spec spec, NodeSettings standard, Alpenglow alpenglow) {
    boolean counted = spec.has("confirmed-after") | spec.has("finalized-after");
    if (spec.has("finality-millis")) {
      return new Finality.ByCertificate(spec.number("finality-millis", 0));
    }
    if (counted) {
      return new Finality.ByVotes(
          spec.number("confirmed-after", Finality.ByVotes.STANDARD.confirmedAfterSlots()),
          spec.number("finalized-after", Finality.ByVotes.STANDARD.finalizedAfterSlots()));
    }
    if (!spec.has("alpenglow")) {
      return standard.finality();
    }
    return alpenglow == Alpenglow.ON ? Finality.ByCertificate.STANDARD : Finality.ByVotes.STANDARD;
  }

  private static List<Integer> nodes(Spec spec) {
    List<Integer> nodes = new ArrayList<>();
    for (String part : spec.parts("answered-by")) {
      try {
        nodes.add(Integer.valueOf(part.strip()));
      } catch (NumberFormatException e) {
        throw spec.unknown("answered-by", "numbers of nodes with a plus between, as 0+1");
      }
    }
    return nodes;
  }
}
